import type { Language } from '../../gs1/words.js';
import { parseTimestamp } from '../../ledger/time.js';
import { fault } from './faults.js';
import { Hash32, Instant, PublicText } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';

/** A key is no longer trusted; what was recorded before stays valid. */
export class KeyRevokedData {
  @Hash32({ doc: 'RFC 7638 SHA-256 thumbprint of the key' })
  kid!: string;

  @Instant({ doc: 'From when it is not trusted' })
  untrustedFrom!: string;

  @PublicText(200, { doc: 'Why', example: '手机丢失' })
  reason!: string;
}

function sentence(data: KeyRevokedData, language: Language): string {
  const short = data.kid.slice(0, 8);
  return language === 'en'
    ? `Key ${short}… not trusted from ${data.untrustedFrom}: ${data.reason}`
    : `签名密钥 ${short}… 自 ${data.untrustedFrom} 起停用：${data.reason}`;
}

/** Key revocation (ledger.md §8). */
export const keyRevoked = defineKind<KeyRevokedData>({
  kind: 'key-revoked',
  words: { zh: '停用密钥', en: 'Key revoked' },
  chain: 'organization',
  data: KeyRevokedData,
  privateFields: [],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: (data, context) =>
    parseTimestamp(data.untrustedFrom) > parseTimestamp(context.now)
      ? [fault('/data/untrustedFrom', 'future')]
      : [],
  effect: () => [],
  sentence,
  example: {
    kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    untrustedFrom: '2026-11-20T14:05:00+08:00',
    reason: '手机丢失',
  },
});
