import { ApiProperty } from '@nestjs/swagger';
import { NewCredentials } from './credentials.dto.js';
import { Id, OneOf } from './fields.js';
import { memberStates, type Member, type MemberState } from './members.store.js';
import { PageQuery } from './pages.dto.js';
import { memberRoles, type MemberRole } from './scope.js';

/** The body of `POST /api/v1/members`. */
export class NewMember extends NewCredentials {
  @Id({
    description: 'To which organization; may be left out by the owner of one.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;

  @OneOf(memberRoles, {
    description: '`owner` decides about members and keys, `recorder` records, `viewer` looks.',
    example: 'recorder',
  })
  role!: MemberRole;
}

/** Of which organization a list is. */
export class OwnersPageQuery extends PageQuery {
  @Id({
    description: 'Whose members; may be left out by the owner of one organization.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;
}

export class MemberPageQuery extends OwnersPageQuery {
  @OneOf(memberStates, {
    description: 'Members in force, or those whose membership was ended.',
    example: 'active',
    optional: true,
  })
  state: MemberState = 'active';
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
