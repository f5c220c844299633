import { ApiProperty } from '@nestjs/swagger';
import { scopeNames } from '../scopes.js';
import { oauthErrors, type OAuthErrorCode } from './oauth-error.js';

/** The form that a client sends (RFC 6749 §4.4.2). Described here; src/access/machines/token-request.ts reads it. */
export class TokenForm {
  @ApiProperty({ enum: ['client_credentials'], example: 'client_credentials' })
  grant_type!: 'client_credentials';

  @ApiProperty({
    required: false,
    description: 'Scopes with a space between; without it, all that the client has.',
    example: 'batches:read events:write',
  })
  scope?: string;

  @ApiProperty({
    required: false,
    description: 'With `client_secret_post`; with `client_secret_basic` in the Authorization header.',
    example: '6f0f5f3b-7a21-4b8e-9d54-1c9b0f8e2d54',
  })
  client_id?: string;

  @ApiProperty({
    required: false,
    format: 'password',
    example: 'furrow_cs_T2N4Y0hZb2ZfQ0tWc0xXU2p4eUhQa0ZtVVJ2ZTFkWjI',
  })
  client_secret?: string;
}

/** RFC 6749 §5.1. */
export class MachineTokenAnswer {
  @ApiProperty({ example: 'eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.eyJjbGllbnRfaWQiOiI…' })
  access_token!: string;

  @ApiProperty({ enum: ['Bearer'], example: 'Bearer' })
  token_type!: 'Bearer';

  @ApiProperty({ example: 900, description: 'Seconds until the access token ends.' })
  expires_in!: number;

  @ApiProperty({ example: 'batches:read events:write' })
  scope!: string;
}

/** RFC 6749 §5.2. */
export class OAuthErrorAnswer {
  @ApiProperty({ enum: Object.keys(oauthErrors), example: 'invalid_client' })
  error!: OAuthErrorCode;

  @ApiProperty({ example: 'no client in use has this id and secret' })
  error_description!: string;
}

/** RFC 8414 §2. */
export class AuthorizationServerAnswer {
  @ApiProperty({ example: 'https://ledger.example.org' })
  issuer!: string;

  @ApiProperty({ example: 'https://ledger.example.org/api/v1/oauth/token' })
  token_endpoint!: string;

  @ApiProperty({ type: [String], example: ['client_secret_basic', 'client_secret_post'] })
  token_endpoint_auth_methods_supported!: string[];

  @ApiProperty({ type: [String], example: ['client_credentials'] })
  grant_types_supported!: string[];

  @ApiProperty({ type: [String], description: 'None: there is no authorization endpoint.', example: [] })
  response_types_supported!: string[];

  @ApiProperty({ type: [String], enum: scopeNames, example: ['batches:read', 'events:write'] })
  scopes_supported!: string[];

  @ApiProperty({ example: 'https://ledger.example.org/docs' })
  service_documentation!: string;
}
