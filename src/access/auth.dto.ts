import { ApiProperty } from '@nestjs/swagger';
import { roles, type Role } from './actor.js';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { NewPassword } from './new-password.js';
import type { OpenSession, SignInWay } from './sessions.store.js';
import { codeCharactersMax, CodeText, ShownCode, ShownPassword } from './shown-fields.js';

/** The body of `POST /api/v1/auth/token`. */
export class SignInBody {
  @ApiProperty({ example: 'coop-owner', maxLength: 64 })
  @MaxLength(64)
  @MinLength(1)
  @IsString()
  login!: string;

  @ShownPassword()
  password!: string;

  @ShownCode()
  code?: string | null;
}

/** The body of `PUT /api/v1/auth/password`. */
export class PasswordChange {
  @ShownPassword('The password until now.')
  password!: string;

  @NewPassword('The password from now on.')
  newPassword!: string;
}

/** A code of the account's second factor. */
export class CodeBody {
  @ApiProperty({
    description: 'As the authenticator app shows it.',
    example: '492039',
    maxLength: codeCharactersMax,
  })
  @CodeText()
  code!: string;
}

/** An access token; the refresh token comes apart from it, in a cookie that scripts cannot read. */
export class TokenAnswer {
  @ApiProperty({ example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJzaWQiOiI…' })
  accessToken!: string;

  @ApiProperty({ example: 900, description: 'Seconds until the access token ends.' })
  expiresIn!: number;

  @ApiProperty({ example: 'Bearer', enum: ['Bearer'] })
  tokenType!: 'Bearer';
}

/** A role, and where it counts. */
export class GrantAnswer {
  @ApiProperty({ enum: roles, example: 'owner' })
  role!: Role;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The organization of a producer’s role.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
  })
  organization!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Prefix of a GB/T 2260 code, empty for everywhere; the region of an official’s role.',
    example: null,
  })
  region!: string | null;
}

/** Who is signed in. */
export class AccountAnswer {
  @ApiProperty({ example: 'coop-owner' })
  login!: string;

  @ApiProperty({ type: [GrantAnswer] })
  grants!: GrantAnswer[];

  @ApiProperty({
    description: 'That a role asks for a second factor and none was shown: nothing else answers until then.',
    example: false,
  })
  needsSecondFactor!: boolean;
}

/** One sign-in that goes on. */
export class SessionAnswer {
  @ApiProperty({ format: 'uuid', example: '8c1f6d0a-94b2-4b7e-8f57-0f7f5f1d2a3c' })
  id!: string;

  @ApiProperty({ enum: ['password', 'passkey', 'oidc'], example: 'password' })
  way!: SignInWay;

  @ApiProperty({ example: true, description: 'A second factor was shown in it.' })
  strong!: boolean;

  @ApiProperty({ type: String, nullable: true, example: 'Chrome · Android' })
  client!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  began!: string;

  @ApiProperty({
    format: 'date-time',
    example: '2026-11-20T07:20:00.000Z',
    description: 'When it last got an access token.',
  })
  used!: string;

  @ApiProperty({ example: true, description: 'The session that asks.' })
  current!: boolean;
}

export class SessionList {
  @ApiProperty({ type: [SessionAnswer] })
  items!: SessionAnswer[];
}

/** What the account has for a second factor. */
export class SecondFactorAnswer {
  @ApiProperty({ example: true })
  active!: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-20T06:05:00.000Z' })
  since!: string | null;

  @ApiProperty({ example: 10 })
  recoveryCodesLeft!: number;
}

/** What an authenticator app needs; not in force until a code was confirmed. */
export class TotpSecretAnswer {
  @ApiProperty({
    description: 'For a QR code.',
    example:
      'otpauth://totp/Furrow%20localhost:3000:admin?issuer=Furrow%20localhost:3000&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
  })
  uri!: string;

  @ApiProperty({ description: 'The same secret, to type.', example: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })
  secret!: string;
}

/** Shown once. */
export class RecoveryCodesAnswer {
  @ApiProperty({ type: [String], example: ['7QK2-M0ZR-84TD-PX1V'] })
  recoveryCodes!: string[];
}

export function toSessionAnswer(session: OpenSession, currentId: string): SessionAnswer {
  const { id, way, strong, client, began, used } = session;
  const current = id === currentId;
  return { id, way, strong, client, began: began.toISOString(), used: used.toISOString(), current };
}
