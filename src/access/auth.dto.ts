import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { passwordCharactersMax } from './password.js';

/** The body of `POST /api/v1/auth/token`. */
export class SignInBody {
  @ApiProperty({ example: 'coop-owner', maxLength: 64 })
  @MaxLength(64)
  @MinLength(1)
  @IsString()
  login!: string;

  @ApiProperty({
    example: 'correct horse battery staple',
    maxLength: passwordCharactersMax,
    format: 'password',
  })
  @MaxLength(passwordCharactersMax)
  @MinLength(1)
  @IsString()
  password!: string;
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
