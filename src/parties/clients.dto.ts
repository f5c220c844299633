import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { scopeNames, scopes, type Scope } from '../access/scopes.js';
import { CheckedText, PlainText } from './fields.js';

const exampleScopes = ['batches:read', 'events:write'] as const satisfies readonly Scope[];
const exampleSecret = 'furrow_cs_T2N4Y0hZb2ZfQ0tWc0xXU2p4eUhQa0ZtVVJ2ZTFkWjI';
const onceRule = {
  code: 'repeated',
  words: { zh: '每个权限范围只写一次。', en: 'Name each scope once.' },
};

/** The body of `POST /api/v1/organizations/{id}/clients`. */
export class NewMachineClient {
  @PlainText(80, { description: 'Which device or program it is.', example: '包装线 2 号秤' })
  name!: string;

  @ApiProperty({
    type: [String],
    enum: scopeNames,
    minItems: 1,
    maxItems: scopeNames.length,
    description: `What it may do, no more than it needs. ${Object.entries(scopes)
      .map(([scope, meaning]) => `\`${scope}\`: ${meaning}.`)
      .join(' ')}`,
    example: exampleScopes,
  })
  @ArrayUnique({ context: onceRule })
  @IsIn(scopeNames, { each: true })
  @ArrayMaxSize(scopeNames.length)
  @ArrayMinSize(1)
  @IsArray()
  scopes!: Scope[];

  @CheckedText(40, {
    description: 'When it ends by itself, at most ten years from now; never, when left out.',
    example: '2027-11-20T00:00:00+08:00',
    optional: true,
  })
  expiresAt?: string | null;
}

/** A client of an organization, without its secret. */
export class ClientAnswer {
  @ApiProperty({
    format: 'uuid',
    description: 'The `client_id`.',
    example: '6f0f5f3b-7a21-4b8e-9d54-1c9b0f8e2d54',
  })
  id!: string;

  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  organization!: string;

  @ApiProperty({ example: '包装线 2 号秤' })
  name!: string;

  @ApiProperty({ type: [String], enum: scopeNames, example: exampleScopes })
  scopes!: Scope[];

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2027-11-19T16:00:00.000Z' })
  expiresAt!: string | null;
}

export class RegisteredClient extends ClientAnswer {
  @ApiProperty({ description: 'The `client_secret`: shown here and never again.', example: exampleSecret })
  secret!: string;
}

export class NewSecret {
  @ApiProperty({
    description: 'The new `client_secret`: shown here and never again.',
    example: exampleSecret,
  })
  secret!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'Until when the secret before is taken, too.',
    example: '2026-11-21T06:05:00.000Z',
  })
  previousUntil!: string;
}

export class ClientPage {
  @ApiProperty({ type: [ClientAnswer] })
  items!: ClientAnswer[];
}
