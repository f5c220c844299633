import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { say, type Language } from '../gs1/words.js';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { CheckedText, PlainText } from '../parties/fields.js';
import type { PublishedVersion } from './list-statement.js';
import { listNames, listTitles } from './names.js';
import type { ListName } from './rows.js';

const versionMax = 2_147_483_647;

/** What is said of a version beside its rows. */
export class PublicationQuery {
  @ApiProperty({
    type: 'integer',
    minimum: 1,
    maximum: versionMax,
    description:
      'Which version it becomes: the newest one and 1. The same again with the same rows changes nothing.',
    example: 2,
  })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(versionMax)
  version!: number;

  @PlainText(400, { description: 'Where the list is from.', example: '农药登记标签，2026年10月整理' })
  source!: string;

  @CheckedText(1_024, {
    description:
      'Signature of the body that issues the list, over its bytes: a JWS with detached payload (docs/lists.md).',
    example: 'eyJhbGciOiJFZDI1NTE5IiwidHlwIjoiZnVycm93LWxpc3QifQ..c2lnbmF0dXJl',
    optional: true,
  })
  signature?: string | null;
}

/** Which versions of a list are asked for. */
export class VersionPageQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    default: 0,
    description: 'Versions after this one.',
    example: 0,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(versionMax)
  after = 0;

  @PageLimit()
  limit = defaultLimit;
}

/** A published version of a list, and where the statement that publishes it stands. */
export class VersionAnswer {
  @ApiProperty({ enum: listNames, example: 'pesticide-labels' })
  name!: ListName;

  @ApiProperty({ example: 1 })
  version!: number;

  @ApiProperty({
    description: 'Of the exact bytes, base64url; also their `ETag`.',
    example: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  })
  sha256!: string;

  @ApiProperty({ description: 'How many.', example: 57 })
  rows!: number;

  @ApiProperty({ example: '农药登记标签，2026年10月整理' })
  source!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'Organization that signed the list; the operator’s statement is the only signature without it.',
    example: null,
  })
  issuer!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Its detached JWS over the bytes.',
    example: null,
  })
  signature!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  publishedAt!: string;

  @ApiProperty({
    description: 'Chain of the statement: the operator’s.',
    example: 'org/4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
  })
  chain!: string;

  @ApiProperty({ description: 'Its number there.', example: 12 })
  seq!: number;

  @ApiProperty({
    description: 'Its leaf hash: `/log/proof/{leafHash}` proves that it is in the log.',
    example: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  })
  leafHash!: string;
}

export class VersionPage {
  @ApiProperty({ type: [VersionAnswer] })
  items!: VersionAnswer[];
}

/** A reference list. */
export class ListAnswer {
  @ApiProperty({ enum: listNames, example: 'pesticide-labels' })
  name!: ListName;

  @ApiProperty({ example: '农药标签：安全间隔期和使用次数' })
  title!: string;

  @ApiProperty({ type: VersionAnswer, nullable: true, description: 'The newest version; null: none yet.' })
  newest!: VersionAnswer | null;
}

export class ListCollection {
  @ApiProperty({ type: [ListAnswer] })
  items!: ListAnswer[];
}

export function toListAnswer(
  name: ListName,
  versions: readonly PublishedVersion[],
  language: Language,
): ListAnswer {
  return { name, title: say(listTitles[name], language), newest: versions.at(-1) ?? null };
}
