import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { CheckedText, OneOf, PlainText } from './fields.js';
import { deviceKinds, type DeviceKind, type KeyEnrolment, type KeyHolder } from './key-enrolments.store.js';
import { keyProofCharactersMax } from './key-proof.js';
import { exampleJwk, exampleKid, KeyDevice, KeyHolderAnswer } from './keys.dto.js';

const exampleProof =
  'eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoia1ByS1/…/LCJ0eXAiOiJmdXJyb3cta2V5LXByb29mIn0.eyJhdWQiOiJ….AbCd…';

/** What a device is to sign with its key, once. */
export class KeyChallenge {
  @ApiProperty({ example: 'n0hL2Xg0QfyYB3Jm7wSgC1kq8vTtZr5pWcUe4aDoIxE' })
  nonce!: string;

  @ApiProperty({ description: 'The log’s origin, for `aud`.', example: 'ledger.example.org/2026' })
  audience!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:10:00.000Z' })
  expiresAt!: string;
}

/** The body of `POST …/keys/enrolments`. */
export class NewEnrolment {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The public JWK (RFC 7517) of the device’s key: P-256 (EC) or Ed25519 (OKP).',
    example: exampleJwk,
  })
  @IsObject()
  jwk!: Record<string, unknown>;

  @CheckedText(keyProofCharactersMax, {
    description:
      'Proof of possession: a compact JWS by the key itself. Header: alg, kid, typ = furrow-key-proof. Payload: org, aud, iat (seconds) and the nonce of the challenge.',
    example: exampleProof,
  })
  proof!: string;

  @PlainText(60, { description: 'What you call the device.', example: '3号地手机' })
  name!: string;

  @OneOf(deviceKinds, { description: 'Where the key lives.', example: 'phone' })
  kind!: DeviceKind;

  @CheckedText(43, {
    description: 'Your key of the same device in whose place this one comes; it is revoked then.',
    example: exampleKid,
    optional: true,
  })
  replaces?: string | null;

  @CheckedText(keyProofCharactersMax, {
    description:
      'The same proof by the key that is replaced, with replacedBy = the new kid. With it, nobody needs to approve.',
    example: exampleProof,
    optional: true,
  })
  replacesProof?: string | null;
}

/** A device's key, as far as it came. */
export class EnrolmentAnswer {
  @ApiProperty({ format: 'uuid', example: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10' })
  id!: string;

  @ApiProperty({ description: 'RFC 7638 SHA-256 thumbprint.', example: exampleKid })
  kid!: string;

  @ApiProperty({ enum: ['Ed25519', 'ES256'], example: 'Ed25519' })
  alg!: 'Ed25519' | 'ES256';

  @ApiProperty({
    enum: ['pending', 'approved', 'refused'],
    description: 'A key counts once it is approved.',
    example: 'pending',
  })
  state!: 'pending' | 'approved' | 'refused';

  @ApiProperty({ type: KeyDevice })
  device!: KeyDevice;

  @ApiProperty({ type: KeyHolderAnswer })
  holder!: KeyHolderAnswer;

  @ApiProperty({ type: String, nullable: true, example: null })
  replaces!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  requestedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  decidedAt!: string | null;
}

export class EnrolmentPage {
  @ApiProperty({ type: [EnrolmentAnswer] })
  items!: EnrolmentAnswer[];
}

/** An enrolment as members of its organization see it. */
export function toEnrolmentAnswer(enrolment: KeyEnrolment, holder: KeyHolder | undefined): EnrolmentAnswer {
  const { id, kid, alg, approved, requestedAt, decidedAt } = enrolment;
  return {
    id,
    kid,
    alg,
    state: approved === null ? 'pending' : approved ? 'approved' : 'refused',
    device: { name: enrolment.deviceName, kind: enrolment.deviceKind },
    holder: { name: holder?.name ?? null, role: holder?.role ?? null },
    replaces: enrolment.replacesKid,
    requestedAt: requestedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}
