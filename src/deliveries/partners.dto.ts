import { ApiProperty } from '@nestjs/swagger';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { Id } from '../parties/fields.js';
import { organizationTypes, type OrganizationType } from '../gs1/vocabulary.js';

/** An organization of the ledger that a shipment can be addressed to. */
export class PartnerDto {
  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  id!: string;

  @ApiProperty({ enum: Object.keys(organizationTypes), example: 'cooperative' })
  kind!: OrganizationType;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Unified social credit code (GB 32100).',
    example: '93370686MA3C2E7X7L',
  })
  uscc!: string | null;

  @ApiProperty({ description: 'Where it is registered (GB/T 2260).', example: '370686' })
  region!: string;
}

export class PartnerPageDto {
  @ApiProperty({ type: [PartnerDto] })
  items!: PartnerDto[];
}

/** Which page of partners. */
export class PartnersQuery {
  @PageLimit()
  limit = defaultLimit;

  @Id({
    description: 'Where the page before ended; taken from its `Link` header.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  cursor?: string | null;
}
