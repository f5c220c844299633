import { ApiProperty } from '@nestjs/swagger';
import { NewPassword } from '../access/new-password.js';
import { TokenBody } from './invitations.dto.js';

/** A link to a new password, to be handed to the person; the token is shown this once. */
export class IssuedReset {
  @ApiProperty({ example: 'recorder-01' })
  login!: string;

  @ApiProperty({
    description: 'What follows `#` in the link.',
    example: 'Jq1hQz0c7cN0l3o2mWm8Vd5Yb1nM6k9p4tRs-xUvWyA',
  })
  token!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T06:05:00.000Z' })
  expiresAt!: string;
}

/** The body of `POST /api/v1/auth/password-reset`. */
export class PasswordReset extends TokenBody {
  @NewPassword('The password from now on.')
  password!: string;
}

/** Whose password it was. */
export class PasswordResetAnswer {
  @ApiProperty({ example: 'recorder-01' })
  login!: string;
}
