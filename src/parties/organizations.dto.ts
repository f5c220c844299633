import { ApiProperty } from '@nestjs/swagger';
import { CheckedText, Id, OneOf, PlainText, Region } from './fields.js';
import { organizationKinds, type OrganizationKind, type OrganizationRow } from './organizations.row.js';

/** The body of `POST /api/v1/organizations`. */
export class NewOrganization {
  @OneOf(organizationKinds, { description: 'What it is.', example: 'cooperative' })
  kind!: (typeof organizationKinds)[number];

  @PlainText(120, {
    description:
      'Its registered name; of a household one that names no person, because it stays in the ledger.',
    example: '栖霞示例果业农民专业合作社',
  })
  name!: string;

  @CheckedText(40, {
    description: 'Unified social credit code (GB 32100). Every kind has one but households, which may.',
    example: '93370686MA3C2E7X7L',
    optional: true,
  })
  uscc?: string | null;

  @Region({ description: 'County-level region where it is registered (GB/T 2260).', example: '370686' })
  region!: string;

  @Id({
    description: 'The cooperative a household belongs to.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  parent?: string | null;
}

/** A registered organization. */
export class OrganizationAnswer {
  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  id!: string;

  @ApiProperty({ enum: [...organizationKinds, 'operator'], example: 'cooperative' })
  kind!: OrganizationKind;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;

  @ApiProperty({ type: String, nullable: true, example: '93370686MA3C2E7X7L' })
  uscc!: string | null;

  @ApiProperty({ example: '370686' })
  region!: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null })
  parent!: string | null;

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
    chain: `org/${row.id}`,
    createdAt: row.createdAt.toISOString(),
  };
}
