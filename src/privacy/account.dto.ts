import { ApiProperty } from '@nestjs/swagger';
import { ShownCode, ShownPassword } from '../access/shown-fields.js';

const at = { type: String, format: 'date-time', example: '2026-11-20T06:05:00.000Z' } as const;
const perhapsAt = { ...at, nullable: true, example: null } as const;
const organization = { format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' } as const;

/** The body of `POST /api/v1/auth/account/erasure`: who signs in says once more who it is. */
export class AccountErasure {
  @ShownPassword('The password of the account.')
  password!: string;

  @ShownCode()
  code?: string | null;
}

class FiledAccount {
  @ApiProperty({ format: 'uuid', example: '2c7d1e90-63b4-4f1a-9c25-8e0f4a6b3d17' })
  id!: string;

  @ApiProperty({ example: 'recorder-01' })
  login!: string;

  @ApiProperty({ example: '记录员一号' })
  name!: string;

  @ApiProperty(at)
  createdAt!: string;
}

class FiledRole {
  @ApiProperty({ example: 'recorder' })
  role!: string;

  @ApiProperty({ ...organization, type: String, nullable: true })
  organization!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  region!: string | null;

  @ApiProperty(at)
  since!: string;

  @ApiProperty({ ...perhapsAt, description: 'When it ended; null while it is in force.' })
  until!: string | null;
}

class FiledSession {
  @ApiProperty({ enum: ['password', 'passkey', 'oidc'], example: 'password' })
  way!: string;

  @ApiProperty({ example: true, description: 'A second factor was shown in it.' })
  strong!: boolean;

  @ApiProperty({ type: String, nullable: true, example: 'Chrome · Android' })
  client!: string | null;

  @ApiProperty(at)
  began!: string;

  @ApiProperty(at)
  used!: string;

  @ApiProperty(perhapsAt)
  ended!: string | null;
}

class FiledSecondFactor {
  @ApiProperty({ example: false })
  active!: boolean;

  @ApiProperty(perhapsAt)
  since!: string | null;

  @ApiProperty({ example: 0 })
  recoveryCodesLeft!: number;
}

class FiledPasskey {
  @ApiProperty({ example: '我的手机' })
  name!: string;

  @ApiProperty(at)
  createdAt!: string;

  @ApiProperty(perhapsAt)
  usedAt!: string | null;
}

class FiledIdentity {
  @ApiProperty({ description: 'Which provider.', example: 'https://id.example.org' })
  issuer!: string;

  @ApiProperty({ description: 'As the provider knows the person.', example: '248289761001' })
  subject!: string;

  @ApiProperty(at)
  linkedAt!: string;
}

class FiledLink {
  @ApiProperty({ enum: ['invitation', 'password-reset'], example: 'invitation' })
  purpose!: string;

  @ApiProperty({ ...organization, type: String, nullable: true })
  organization!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'recorder' })
  role!: string | null;

  @ApiProperty({ example: false, description: 'The account made it; else it is for the account.' })
  made!: boolean;

  @ApiProperty(at)
  madeAt!: string;

  @ApiProperty(perhapsAt)
  usedAt!: string | null;

  @ApiProperty(at)
  expiresAt!: string;
}

class FiledDevice {
  @ApiProperty(organization)
  organization!: string;

  @ApiProperty({ example: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' })
  kid!: string;

  @ApiProperty({ example: '3号地手机' })
  name!: string;

  @ApiProperty({ example: 'phone' })
  kind!: string;

  @ApiProperty(at)
  requestedAt!: string;

  @ApiProperty({ type: Boolean, nullable: true, example: true })
  approved!: boolean | null;
}

class FiledPersonTie {
  @ApiProperty(organization)
  organization!: string;

  @ApiProperty({
    format: 'uuid',
    description: 'The person that the account is: see `…/people/{person}/export`.',
    example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  })
  person!: string;

  @ApiProperty(at)
  createdAt!: string;
}

class FiledBreakGlass {
  @ApiProperty(organization)
  organization!: string;

  @ApiProperty({ example: 'regulator' })
  role!: string;

  @ApiProperty({ example: '跨省流通的同批次产品检出不合格，需核对来源记录' })
  reason!: string;

  @ApiProperty(at)
  requestedAt!: string;

  @ApiProperty({ type: String, nullable: true, example: 'approved' })
  decision!: string | null;
}

/** What the service holds of an account, without any secret. Lists are newest first. */
export class AccountFile {
  @ApiProperty({ type: FiledAccount })
  account!: FiledAccount;

  @ApiProperty({ type: [FiledRole] })
  roles!: FiledRole[];

  @ApiProperty({ type: [FiledSession], description: 'Also those that ended, until they would have run out.' })
  sessions!: FiledSession[];

  @ApiProperty({ type: FiledSecondFactor })
  secondFactor!: FiledSecondFactor;

  @ApiProperty({ type: [FiledPasskey] })
  passkeys!: FiledPasskey[];

  @ApiProperty({ type: [FiledIdentity] })
  identities!: FiledIdentity[];

  @ApiProperty({ type: [FiledLink], description: 'Links that work once, made by or for the account.' })
  links!: FiledLink[];

  @ApiProperty({ type: [FiledDevice], description: 'Devices whose keys were enrolled.' })
  devices!: FiledDevice[];

  @ApiProperty({ type: [FiledPersonTie] })
  people!: FiledPersonTie[];

  @ApiProperty({ type: [FiledBreakGlass], description: 'Looks beyond the own that were asked for.' })
  breakGlass!: FiledBreakGlass[];
}
