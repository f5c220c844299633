import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsOptional, Matches } from 'class-validator';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { CheckedText, PlainText } from './fields.js';
import { deviceKinds, type DeviceKind, type KeyHolder } from './key-enrolments.store.js';
import { keyProofCharactersMax } from './key-proof.js';
import type { KeyPurpose, StoredKey } from './keys.store.js';
import { memberRoles, type MemberRole } from './scope.js';

export const exampleJwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const cursorRule = {
  code: 'cursor',
  words: {
    zh: '这个翻页位置无效，请从第一页重新开始，或使用 Link 头给出的地址。',
    en: 'This cursor is not one of ours: begin with the first page, or follow the address in the Link header.',
  },
};
export const exampleKid = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';

/** The body of `POST /api/v1/organizations/{id}/keys`. */
export class NewKey {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'A public JWK (RFC 7517): Ed25519 (OKP) or P-256 (EC).',
    example: exampleJwk,
  })
  @IsObject()
  jwk!: Record<string, unknown>;

  @CheckedText(keyProofCharactersMax, {
    description:
      'Proof of possession: a compact JWS by the key itself. Header: alg, kid (RFC 7638 thumbprint), typ = furrow-key-proof. Payload: org (this organization’s id), aud (the log’s origin), iat (seconds, at most ten minutes old).',
    example:
      'eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoia1ByS1/…/LCJ0eXAiOiJmdXJyb3cta2V5LXByb29mIn0.eyJhdWQiOiJ….AbCd…',
  })
  proof!: string;
}

/** The body of `POST …/keys/{kid}/revocation`. */
export class Revocation {
  @CheckedText(40, {
    description: 'From when the key is not trusted; what was recorded before stays valid. Not in the future.',
    example: '2026-11-20T14:05:00+08:00',
  })
  from!: string;

  @PlainText(200, { description: 'Why, in words for everyone.', example: '手机遗失' })
  reason!: string;
}

export class KeyPageQuery {
  @PageLimit()
  limit = defaultLimit;

  @ApiProperty({
    type: String,
    required: false,
    description: 'Where the page before ended; taken from its `Link` header.',
    example: exampleKid,
  })
  @Matches(/^[A-Za-z0-9_-]{43}$/, { context: cursorRule })
  @IsOptional()
  cursor?: string | null;
}

/** The device of a key. */
export class KeyDevice {
  @ApiProperty({ description: 'As its holder calls it.', example: '3号地手机' })
  name!: string;

  @ApiProperty({ enum: deviceKinds, example: 'phone' })
  kind!: DeviceKind;
}

/** Whose device it is. */
export class KeyHolderAnswer {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'For members of the organization; null for others.',
    example: '王芳',
  })
  name!: string | null;

  @ApiProperty({
    type: String,
    enum: memberRoles,
    nullable: true,
    description: 'Role in the organization; null for who has left it.',
    example: 'recorder',
  })
  role!: MemberRole | null;
}

/** A key of an organization, and when it may be used. */
export class KeyAnswer {
  @ApiProperty({ description: 'RFC 7638 SHA-256 thumbprint.', example: exampleKid })
  kid!: string;

  @ApiProperty({
    enum: ['custodial', 'participant', 'label'],
    description: '`custodial` and `label` keys are held by the service.',
    example: 'participant',
  })
  purpose!: KeyPurpose;

  @ApiProperty({ enum: ['Ed25519', 'ES256'], example: 'Ed25519' })
  alg!: 'Ed25519' | 'ES256';

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: exampleJwk })
  jwk!: Record<string, string>;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  validFrom!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  revokedFrom!: string | null;

  @ApiProperty({ enum: ['valid', 'revoked'], example: 'valid' })
  state!: 'valid' | 'revoked';

  @ApiProperty({
    type: KeyDevice,
    nullable: true,
    description: 'Null for a key that no device was enrolled for.',
  })
  device!: KeyDevice | null;

  @ApiProperty({ type: KeyHolderAnswer, nullable: true })
  holder!: KeyHolderAnswer | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The key of the same device in whose place it came.',
    example: null,
  })
  replaces!: string | null;
}

export class KeyPage {
  @ApiProperty({ type: [KeyAnswer] })
  items!: KeyAnswer[];
}

/** A key whose holder is not known, or not to be told. */
export function toKeyAnswer(key: StoredKey): KeyAnswer {
  return answerOf(key, { device: null, holder: null, replaces: null });
}

/** A key with its device and holder; the holder's name only where a member asks. */
export function toHeldKeyAnswer(key: StoredKey, held: KeyHolder | undefined, isMember: boolean): KeyAnswer {
  if (held === undefined) return toKeyAnswer(key);
  return answerOf(key, {
    device: { name: held.deviceName, kind: held.deviceKind },
    holder: { name: isMember ? held.name : null, role: held.role },
    replaces: held.replacesKid,
  });
}

function answerOf(key: StoredKey, held: Pick<KeyAnswer, 'device' | 'holder' | 'replaces'>): KeyAnswer {
  const isRevoked = key.revokedFrom !== null && key.revokedFrom.getTime() <= Date.now();
  return {
    kid: key.kid,
    purpose: key.purpose,
    alg: key.alg,
    jwk: key.publicJwk,
    validFrom: key.validFrom.toISOString(),
    revokedFrom: key.revokedFrom?.toISOString() ?? null,
    state: isRevoked ? 'revoked' : 'valid',
    ...held,
  };
}
