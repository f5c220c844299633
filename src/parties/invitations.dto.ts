import { ApiProperty } from '@nestjs/swagger';
import type { IssuedLink } from '../access/one-time-links.service.js';
import type { OneTimeLink } from '../access/one-time-link.js';
import { NewCredentials } from './credentials.dto.js';
import { Id, OneOf, PlainText, CheckedText } from './fields.js';
import { memberRoles, type MemberRole } from './scope.js';

/** Longest text that is looked at as a token: ours has 43 characters. */
const tokenCharactersMax = 100;
const tokenNotes = {
  description: 'What follows `#` in the link; sent in the body only.',
  example: 'Jq1hQz0c7cN0l3o2mWm8Vd5Yb1nM6k9p4tRs-xUvWyA',
};

/** The body of `POST /api/v1/invitations`. */
export class NewInvitation {
  @Id({
    description: 'To which organization; may be left out by the owner of one.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;

  @OneOf(memberRoles, { description: 'What the person will be there.', example: 'recorder' })
  role!: MemberRole;

  @PlainText(64, {
    description: 'The login that the person is expected to choose or to have; a hint, not a condition.',
    example: 'recorder-02',
    optional: true,
  })
  login?: string | null;
}

/** Accepts an invitation as somebody who has no account. */
export class InvitationAcceptance extends NewCredentials {
  @CheckedText(tokenCharactersMax, tokenNotes)
  token!: string;
}

/** A token of a link, from somebody who is signed in. */
export class TokenBody {
  @CheckedText(tokenCharactersMax, tokenNotes)
  token!: string;
}

/** An invitation that can still be used. */
export class InvitationAnswer {
  @ApiProperty({ format: 'uuid', example: 'b7a3b8f5-0d53-4a86-9f0d-6d2c1f0a7e55' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  organization!: string;

  @ApiProperty({ enum: memberRoles, example: 'recorder' })
  role!: MemberRole;

  @ApiProperty({ type: String, nullable: true, example: 'recorder-02' })
  login!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  madeAt!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-27T06:05:00.000Z' })
  expiresAt!: string;
}

/** A new invitation; the token is shown this once. */
export class IssuedInvitation extends InvitationAnswer {
  @ApiProperty(tokenNotes)
  token!: string;
}

export class InvitationPage {
  @ApiProperty({ type: [InvitationAnswer] })
  items!: InvitationAnswer[];
}

export function toInvitationAnswer(link: OneTimeLink): InvitationAnswer {
  const { id, organizationId, role, login, madeAt, expiresAt } = link;
  if (organizationId === null || role === null) throw new Error('an invitation without organization or role');
  return {
    id,
    organization: organizationId,
    role,
    login,
    madeAt: madeAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

export function toIssuedInvitation(link: IssuedLink): IssuedInvitation {
  return Object.assign(toInvitationAnswer(link), { token: link.token });
}
