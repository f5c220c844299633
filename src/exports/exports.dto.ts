import { ApiProperty } from '@nestjs/swagger';
import { Uuid, UuidList } from '../events/kinds/fields.js';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { Id, OneOf } from '../parties/fields.js';
import {
  exportFailures,
  exportStates,
  fileFormats,
  tableFormats,
  templates,
  type ExportFailure,
  type ExportState,
  type FileFormat,
  type TableFormat,
  type Template,
} from './exports.store.js';

const organization = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';
const batch = '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11';
const exportId = '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10';
export const directions = ['backward', 'forward'] as const;
/** Batches of one bundle of evidence. */
export const bundleMax = 50;

/** The body of `POST /api/v1/exports`. */
export class NewExport {
  @OneOf(templates, {
    description:
      '`regulator-table`: all batches; `trace-table`: one batch traced; `evidence`: to check offline.',
    example: 'trace-table',
  })
  template!: Template;

  @Id({
    description: 'Of `regulator-table`: only batches of this organization.',
    example: organization,
    optional: true,
  })
  organization?: string | null;

  @Uuid({ doc: 'Of `trace-table`: the batch', optional: true })
  batch?: string;

  @OneOf(directions, {
    description: 'Of `trace-table`: what it was made from, or what was made of it; `backward` unless told.',
    example: 'forward',
    optional: true,
  })
  direction?: (typeof directions)[number] | null;

  @UuidList(1, bundleMax, { doc: 'Of `evidence`: the batches', optional: true })
  batches?: string[];

  @OneOf(tableFormats, {
    description: 'How a table is written; `csv` unless told. Evidence is a `tar` of JSON files.',
    example: 'xlsx',
    optional: true,
  })
  format?: TableFormat | null;
}

/** An order of each template, as the document shows them. */
export const exportExamples = {
  'regulator-table': { value: { template: 'regulator-table', organization, format: 'xlsx' } },
  'trace-table': { value: { template: 'trace-table', batch, direction: 'forward' } },
  evidence: { value: { template: 'evidence', batches: [batch] } },
};

/** Who did something with an export. */
export class ExportPersonDto {
  @ApiProperty({ description: 'Role in which it was done.', example: 'regulator' })
  role!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Body the person acted for.',
    example: null,
  })
  authority!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What the person is called; for themselves and those of the body they acted for.',
    example: '示例检查员',
  })
  person!: string | null;
}

export class ExportDownloadDto extends ExportPersonDto {
  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:09:00.000Z' })
  at!: string;
}

/** The file of an export. */
export class ExportFileDto {
  @ApiProperty({ example: `/api/v1/exports/${exportId}/file` })
  url!: string;

  @ApiProperty({ example: 'trace-20261120-060500.csv' })
  name!: string;

  @ApiProperty({ type: 'integer', description: 'Bytes.', example: 48_211 })
  size!: number;

  @ApiProperty({
    description: 'SHA-256 of the file, hex, as `sha256sum` says it.',
    example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  })
  sha256!: string;

  @ApiProperty({ type: 'integer', description: 'Rows of a table, files of a bundle.', example: 311 })
  rows!: number;

  @ApiProperty({ description: 'False when there is more than one file may hold.', example: true })
  complete!: boolean;
}

export class ExportDto {
  @ApiProperty({ format: 'uuid', example: exportId })
  id!: string;

  @ApiProperty({ enum: templates, example: 'trace-table' })
  template!: Template;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, example: null })
  organization!: string | null;

  @ApiProperty({ type: [String], example: [batch] })
  batches!: readonly string[];

  @ApiProperty({
    type: String,
    enum: directions,
    nullable: true,
    description: 'Of a trace.',
    example: 'forward',
  })
  direction!: string | null;

  @ApiProperty({ enum: fileFormats, description: 'How the file is written.', example: 'csv' })
  format!: FileFormat;

  @ApiProperty({ enum: exportStates, example: 'ready' })
  state!: ExportState;

  @ApiProperty({
    type: String,
    enum: exportFailures,
    nullable: true,
    description: 'Why there is no file: `interrupted` and `not-in-log` may be asked for again.',
    example: null,
  })
  reason!: ExportFailure | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  askedAt!: string;

  @ApiProperty({ description: 'Who asked for it.' })
  askedBy!: ExportPersonDto;

  @ApiProperty({ type: ExportFileDto, nullable: true, description: 'Null unless it is ready.' })
  file!: ExportFileDto | null;

  @ApiProperty({
    format: 'date-time',
    description: 'When the file is removed.',
    example: '2026-11-27T06:05:00.000Z',
  })
  expiresAt!: string;

  @ApiProperty({ type: [ExportDownloadDto], description: 'Newest first, 50 at most.' })
  downloads!: ExportDownloadDto[];
}

export class ExportPageDto {
  @ApiProperty({ type: [ExportDto], description: 'Newest first.' })
  items!: ExportDto[];
}

export class ExportQuery {
  @PageLimit()
  limit = defaultLimit;

  @Id({
    description: 'Where the page before ended; taken from its `Link` header.',
    example: exportId,
    optional: true,
  })
  cursor?: string | null;
}
