import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsArray, IsIn, IsObject, IsOptional, ValidateNested } from 'class-validator';
import { unitCodes, units } from '../gs1/vocabulary.js';
import { Id, OneOf, PlainText, PositiveDecimal, Region } from './fields.js';
import type { Ring } from './polygon.js';
import type { SiteRow } from './sites.row.js';

const areaUnits = unitCodes.filter((code) => units[code]?.dimension === 'area');
const exampleCoordinates = [
  [
    ['120.8301', '37.3052'],
    ['120.8312', '37.3052'],
    ['120.8312', '37.3061'],
    ['120.8301', '37.3052'],
  ],
];

/** A measured area. */
export class Area {
  @PositiveDecimal({ description: 'Decimal string.', example: '12.5' })
  value!: string;

  @OneOf(areaUnits, { description: 'UN/CEFACT Rec 20 code, or CN-MU for 亩.', example: 'CN-MU' })
  unit!: string;
}

/** A GeoJSON Polygon (RFC 7946) whose degrees are decimal strings, as every measurement of this interface. */
export class Outline {
  @ApiProperty({ enum: ['Polygon'], example: 'Polygon' })
  @IsIn(['Polygon'])
  type!: 'Polygon';

  @ApiProperty({
    type: 'array',
    items: { type: 'array', items: { type: 'array', items: { type: 'string' } } },
    description: 'Closed rings of [longitude, latitude] in WGS-84, at most 500 positions.',
    example: exampleCoordinates,
  })
  @IsArray()
  coordinates!: readonly Ring[];
}

/** The body of `POST /api/v1/sites`. */
export class NewSite {
  @Id({
    description: 'Whose site; may be left out by a member of one organization.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;

  @PlainText(120, { description: 'What its people call it. Not public.', example: '东坡果园' })
  name!: string;

  @PlainText(120, {
    description: 'County- or township-level place that everyone may read.',
    example: '山东省烟台市栖霞市蛇窝泊镇',
  })
  publicName!: string;

  @Region({ description: 'County-level region (GB/T 2260).', example: '370686' })
  region!: string;

  @ApiProperty({ type: Area, required: false, description: 'Its area. Not public.' })
  @ValidateNested()
  @IsObject()
  @Type(() => Area)
  @IsOptional()
  area?: Area | null;

  @ApiProperty({ type: Outline, required: false, description: 'Its outline. Not public.' })
  @ValidateNested()
  @IsObject()
  @Type(() => Outline)
  @IsOptional()
  polygon?: Outline | null;
}

/** A site, for those who may see it. */
export class SiteSummary {
  @ApiProperty({ format: 'uuid', example: '9a1f3c52-3c7e-4c7a-8a55-6a1b0c9d2e10' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  organization!: string;

  @ApiProperty({ example: '东坡果园' })
  name!: string;

  @ApiProperty({ example: '山东省烟台市栖霞市蛇窝泊镇' })
  publicName!: string;

  @ApiProperty({ example: '370686' })
  region!: string;

  @ApiProperty({ type: Area, nullable: true, example: { value: '12.5', unit: 'CN-MU' } })
  area!: Area | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  createdAt!: string;
}

export class SiteAnswer extends SiteSummary {
  @ApiProperty({
    type: Outline,
    nullable: true,
    example: { type: 'Polygon', coordinates: exampleCoordinates },
  })
  polygon!: Outline | null;
}

export class SitePage {
  @ApiProperty({ type: [SiteSummary], description: 'Without outlines.' })
  items!: SiteSummary[];
}

export function toSiteSummary(row: SiteRow): SiteSummary {
  const { areaValue, areaUnit } = row;
  return {
    id: row.id,
    organization: row.organizationId,
    name: row.name,
    publicName: row.publicName,
    region: row.region,
    area: areaValue === null || areaUnit === null ? null : { value: areaValue, unit: areaUnit },
    createdAt: row.createdAt.toISOString(),
  };
}

export function toSiteAnswer(row: SiteRow): SiteAnswer {
  return Object.assign(toSiteSummary(row), { polygon: row.polygon });
}
