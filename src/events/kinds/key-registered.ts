import { say, type Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { LedgerError } from '../../ledger/errors.js';
import { parsePublicKey } from '../../ledger/key.js';
import { fault } from './faults.js';
import { AnyObject, Choice, Hash32, PublicText } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';

const purposes = ['custodial', 'participant', 'label'] as const;

/** A key that may sign for the organization from this entry on. */
export class KeyRegisteredData {
  @Hash32({ doc: 'RFC 7638 SHA-256 thumbprint of the key' })
  kid!: string;

  @Choice(['Ed25519', 'ES256'], { doc: 'Algorithm, fixed for this key' })
  alg!: 'Ed25519' | 'ES256';

  @AnyObject({ doc: 'The public key as JWK (RFC 7517), only the members its thumbprint covers' })
  jwk!: object;

  @Choice(purposes, {
    doc: 'Statements signed by the service, statements signed by the participant, or labels',
  })
  purpose!: (typeof purposes)[number];

  @PublicText(60, { doc: 'Name of the device or key', example: '手机', optional: true })
  name?: string;
}

/** The key is one the ledger accepts, and `kid` and `alg` are its own. */
function checkKey(data: KeyRegisteredData): FieldFault[] {
  try {
    const key = parsePublicKey(data.jwk);
    return [
      ...(key.kid === data.kid ? [] : [fault('/data/kid', 'key-thumbprint')]),
      ...(key.alg === data.alg ? [] : [fault('/data/alg', 'choice', [key.alg])]),
    ];
  } catch (error) {
    if (error instanceof LedgerError) return [fault(`/data/jwk${error.pointer ?? ''}`, 'key')];
    throw error;
  }
}

const purposeWords = {
  custodial: { zh: '平台代管，用于签署记录', en: 'held by the service, for statements' },
  participant: { zh: '本人持有，用于签署记录', en: 'held by the participant, for statements' },
  label: { zh: '平台代管，用于签署标签', en: 'held by the service, for labels' },
} as const;

function sentence(data: KeyRegisteredData, language: Language): string {
  const short = data.kid.slice(0, 8);
  const words = say(purposeWords[data.purpose], language);
  return language === 'en' ? `Key ${short}… registered, ${words}` : `登记签名密钥 ${short}…，${words}`;
}

/** Key registration (ledger.md §8): signed by a valid key of the organization, the first one by the service. */
export const keyRegistered = defineKind<KeyRegisteredData>({
  kind: 'key-registered',
  words: { zh: '登记密钥', en: 'Key registered' },
  chain: 'organization',
  data: KeyRegisteredData,
  privateFields: [],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: checkKey,
  effect: () => [],
  sentence,
  // The key of RFC 8037, appendix A.
  example: {
    kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    alg: 'Ed25519',
    jwk: { crv: 'Ed25519', kty: 'OKP', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
    purpose: 'participant',
  },
});
