import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';

/** Bytes in base64url, as browsers write them; longest in characters. */
const bytesCharactersMax = 16_384;
const exampleId = 'KZ5YkgFvB2n0RkqWgYcC7w';
const bytesRule = {
  code: 'base64url',
  words: { zh: '须是 base64url，没有等号。', en: 'Must be base64url without padding.' },
};
const nameRule = {
  code: 'text',
  words: {
    zh: '须是 1 至 80 个字符的文字，首尾没有空白，不含看不见的字符。',
    en: 'Must be a text of 1 to 80 characters without white space at its ends or invisible characters.',
  },
};

function Bytes(example: string, optional = false): PropertyDecorator {
  return applyDecorators(
    ApiProperty({ type: String, example, required: !optional, maxLength: bytesCharactersMax }),
    ...(optional ? [IsOptional()] : []),
    Matches(/^[A-Za-z0-9_-]*$/, { context: bytesRule }),
    MaxLength(bytesCharactersMax),
  );
}

const PasskeyName = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      minLength: 1,
      maxLength: 80,
      description: 'To tell it from your others.',
      example: '我的手机',
    }),
    Matches(/^[^\p{C}\p{Z}](?:[^\p{C}]{0,78}[^\p{C}\p{Z}])?$/u, { context: nameRule }),
  );

class NewCredentialResponse {
  @Bytes('eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0')
  clientDataJSON!: string;

  @Bytes('o2NmbXRkbm9uZQ')
  attestationObject!: string;

  @ApiProperty({ type: [String], required: false, maxItems: 10, example: ['internal', 'hybrid'] })
  @IsOptional()
  @IsString({ each: true })
  @MaxLength(32, { each: true })
  @ArrayMaxSize(10)
  @IsArray()
  transports?: string[];

  @Bytes('SZYN5YgOjGh0NBcPZHZgW4', true)
  authenticatorData?: string;

  @Bytes('MCowBQYDK2VwAyEA', true)
  publicKey?: string;

  @ApiProperty({ type: 'integer', required: false, example: -7 })
  @IsOptional()
  @IsInt()
  publicKeyAlgorithm?: number;
}

class SignInResponse {
  @Bytes('eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0')
  clientDataJSON!: string;

  @Bytes('SZYN5YgOjGh0NBcPZHZgW4')
  authenticatorData!: string;

  @Bytes('MEUCIQDx')
  signature!: string;

  @Bytes('C29_HFp3TY6bOi9fDRyeEQ', true)
  userHandle?: string;
}

class Credential {
  @Bytes(exampleId)
  id!: string;

  @Bytes(exampleId)
  rawId!: string;

  @ApiProperty({ enum: ['public-key'], example: 'public-key' })
  @IsIn(['public-key'])
  type!: 'public-key';

  @ApiProperty({ required: false, enum: ['platform', 'cross-platform'], example: 'platform' })
  @IsOptional()
  @IsIn(['platform', 'cross-platform'])
  authenticatorAttachment?: 'platform' | 'cross-platform';

  @ApiProperty({ type: 'object', additionalProperties: true, example: {} })
  @IsObject()
  clientExtensionResults!: Record<string, never>;
}

/** `RegistrationResponseJSON` (WebAuthn Level 3 §5.1): what `PublicKeyCredential.toJSON()` gives. */
class NewCredential extends Credential {
  @ApiProperty({ type: NewCredentialResponse })
  @Type(() => NewCredentialResponse)
  @ValidateNested()
  @IsObject()
  response!: NewCredentialResponse;
}

/** `AuthenticationResponseJSON` (§5.1). */
class SignInCredential extends Credential {
  @ApiProperty({ type: SignInResponse })
  @Type(() => SignInResponse)
  @ValidateNested()
  @IsObject()
  response!: SignInResponse;
}

/** The body of `POST /api/v1/auth/passkeys`. */
export class NewPasskey {
  @PasskeyName()
  name!: string;

  @ApiProperty({
    type: NewCredential,
    description: 'What `navigator.credentials.create()` gave, by `toJSON()`.',
  })
  @Type(() => NewCredential)
  @ValidateNested()
  @IsObject()
  credential!: NewCredential;
}

/** The body of `POST /api/v1/auth/passkeys/sign-in`. */
export class PasskeySignIn {
  @ApiProperty({
    type: SignInCredential,
    description: 'What `navigator.credentials.get()` gave, by `toJSON()`.',
  })
  @Type(() => SignInCredential)
  @ValidateNested()
  @IsObject()
  credential!: SignInCredential;
}

/** The body of `PATCH /api/v1/auth/passkeys/{id}`. */
export class PasskeyNaming {
  @PasskeyName()
  name!: string;
}

/** A passkey of the signed-in account. */
export class PasskeyAnswer {
  @ApiProperty({ format: 'uuid', example: '7d1b0f8e-2d54-4f0c-8f3e-5f0f5f3b7a21' })
  id!: string;

  @ApiProperty({ example: '我的手机' })
  name!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  createdAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-21T01:30:00.000Z' })
  usedAt!: string | null;
}

export class PasskeyList {
  @ApiProperty({ type: [PasskeyAnswer] })
  items!: PasskeyAnswer[];
}
