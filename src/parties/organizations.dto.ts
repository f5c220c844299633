import { ApiProperty } from '@nestjs/swagger';
import { organizationTypes, type OrganizationType } from '../gs1/vocabulary.js';
import { CheckedText, Id, OneOf, PlainText, Region } from './fields.js';
import type { OrganizationRow } from './organizations.row.js';
import { subjectCode } from './subject-code.js';

const everyType = Object.keys(organizationTypes) as OrganizationType[];
/** The operator is the service itself and registers itself. */
const registeredTypes = everyType.filter((type) => type !== 'operator');

/** The body of `POST /api/v1/organizations`. */
export class NewOrganization {
  @OneOf(registeredTypes, { description: 'What it is.', example: 'cooperative' })
  kind!: Exclude<OrganizationType, 'operator'>;

  @PlainText(120, {
    description:
      'Its registered name; of a household or family farm one that names no person, because it stays in the ledger.',
    example: '栖霞示例果业农民专业合作社',
  })
  name!: string;

  @CheckedText(40, {
    description: 'Unified social credit code (GB 32100). Households and family farms may have none.',
    example: '93370686MA3C2E7X7L',
    optional: true,
  })
  uscc?: string | null;

  @Region({ description: 'County-level region where it is registered (GB/T 2260).', example: '370686' })
  region!: string;

  @Id({
    description: 'The cooperative a household or family farm belongs to.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  parent?: string | null;
}

/** A registered organization. */
export class OrganizationAnswer {
  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  id!: string;

  @ApiProperty({ enum: everyType, example: 'cooperative' })
  kind!: OrganizationType;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;

  @ApiProperty({ type: String, nullable: true, example: '93370686MA3C2E7X7L' })
  uscc!: string | null;

  @ApiProperty({ example: '370686' })
  region!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null })
  parent!: string | null;

  @ApiProperty({ description: 'Its subject code (主体码).', example: '001061050R3GG28AY' })
  subjectCode!: string;

  @ApiProperty({
    description: 'The chain of its keys and certificates.',
    example: 'org/4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
  })
  chain!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  createdAt!: string;
}

export class OrganizationPage {
  @ApiProperty({ type: [OrganizationAnswer] })
  items!: OrganizationAnswer[];
}

export function toOrganizationAnswer(row: OrganizationRow): OrganizationAnswer {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    uscc: row.uscc,
    region: row.region,
    parent: row.parentId,
    subjectCode: subjectCode(row.id),
    chain: `org/${row.id}`,
    createdAt: row.createdAt.toISOString(),
  };
}
