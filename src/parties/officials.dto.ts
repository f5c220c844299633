import { ApiProperty } from '@nestjs/swagger';
import { NewCredentials } from './credentials.dto.js';
import { Id, OneOf, RegionPrefix } from './fields.js';
import { officialStates, type Official, type OfficialState } from './officials.store.js';
import { PageQuery } from './pages.dto.js';
import { officialRoles, type OfficialRole } from './scope.js';

/** The body of `POST /api/v1/accounts`. */
export class NewOfficial extends NewCredentials {
  @OneOf(officialRoles, {
    description: '`inspector` and `regulator` have a region, `certifier` and `admin` the whole service.',
    example: 'inspector',
  })
  role!: OfficialRole;

  @RegionPrefix({
    description: 'Where: the first digits of region codes (GB/T 2260), empty for the whole country.',
    example: '3706',
    optional: true,
  })
  region?: string | null;

  @Id({
    description:
      'The authority, laboratory or certification body in whose name the person records; without it the person only looks.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;
}

export class OfficialPageQuery extends PageQuery {
  @OneOf(officialStates, {
    description: 'Accounts in use, or those that were ended.',
    example: 'active',
    optional: true,
  })
  state: OfficialState = 'active';
}

/** An account with a role over a region or over the service. */
export class OfficialAnswer {
  @ApiProperty({ format: 'uuid', example: '2c7d1e90-63b4-4f1a-9c25-8e0f4a6b3d17' })
  id!: string;

  @ApiProperty({ example: 'inspector-01' })
  login!: string;

  @ApiProperty({ example: '检查员一号' })
  name!: string;

  @ApiProperty({ enum: officialRoles, example: 'inspector' })
  role!: OfficialRole;

  @ApiProperty({ type: String, nullable: true, example: '3706' })
  region!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'In whose name the person records.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
  })
  organization!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  since!: string;
}

export class OfficialPage {
  @ApiProperty({ type: [OfficialAnswer] })
  items!: OfficialAnswer[];
}

export function toOfficialAnswer(official: Official): OfficialAnswer {
  return { ...official, since: official.since.toISOString() };
}
