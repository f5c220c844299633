import { ApiProperty } from '@nestjs/swagger';
import { Matches, ValidateBy } from 'class-validator';
import { passwordCharactersMax } from '../access/password.js';
import { Id, OneOf, PlainText } from './fields.js';
import type { Member } from './members.store.js';
import { PageQuery } from './replies.js';
import { memberRoles, type MemberRole } from './scope.js';

/** Stricter than what signing in takes: these are new passwords (NIST SP 800-63B asks for length, not for symbols). */
export const newPasswordCharactersMin = 10;

const loginRule = {
  code: 'login',
  words: {
    zh: '须是 3 至 64 个英文字母、数字或 . _ @ + -，以字母或数字开头。',
    en: 'Must be 3 to 64 of letters, digits and . _ @ + -, beginning with a letter or digit.',
  },
};
const passwordRule = {
  code: 'password',
  words: {
    zh: `须是 ${newPasswordCharactersMin} 至 ${passwordCharactersMax} 个字符，且不全相同。`,
    en: `Must have ${newPasswordCharactersMin} to ${passwordCharactersMax} characters, not all the same.`,
  },
};

function isNewPassword(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > passwordCharactersMax) return false;
  const characters = Array.from(value.normalize('NFKC'));
  return characters.length >= newPasswordCharactersMin && new Set(characters).size > 1;
}

/** The body of `POST /api/v1/members`. */
export class NewMember {
  @Id({
    description: 'To which organization; may be left out by the owner of one.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;

  @ApiProperty({
    description: 'With what the member signs in.',
    example: 'recorder-01',
    minLength: 3,
    maxLength: 64,
  })
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._@+-]{2,63}$/, { context: loginRule })
  login!: string;

  @ApiProperty({
    description: 'The first password.',
    example: 'apple orchard in the morning',
    format: 'password',
    minLength: newPasswordCharactersMin,
    maxLength: passwordCharactersMax,
  })
  @ValidateBy(
    { name: 'password', validator: { validate: isNewPassword, defaultMessage: () => 'password' } },
    { context: passwordRule },
  )
  password!: string;

  @PlainText(80, { description: 'What the organization calls the member.', example: '记录员一号' })
  name!: string;

  @OneOf(memberRoles, {
    description: '`owner` decides about members and keys, `recorder` records, `viewer` looks.',
    example: 'recorder',
  })
  role!: MemberRole;
}

export class MemberPageQuery extends PageQuery {
  @Id({
    description: 'Whose members; may be left out by the owner of one organization.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;
}

/** A member of an organization. */
export class MemberAnswer {
  @ApiProperty({ format: 'uuid', example: '1c9b0f8e-2d54-4f0c-8f3e-5f0f5f3b7a21' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  organization!: string;

  @ApiProperty({ example: 'recorder-01' })
  login!: string;

  @ApiProperty({ example: '记录员一号' })
  name!: string;

  @ApiProperty({ enum: memberRoles, example: 'recorder' })
  role!: MemberRole;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  since!: string;
}

export class MemberPage {
  @ApiProperty({ type: [MemberAnswer] })
  items!: MemberAnswer[];
}

export function toMemberAnswer(member: Member): MemberAnswer {
  return {
    id: member.id,
    organization: member.organizationId,
    login: member.login,
    name: member.name,
    role: member.role,
    since: member.since.toISOString(),
  };
}
