import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { caseOutcomes } from '../events/kinds/case.js';
import { EntryNumber, Hash32 } from '../events/kinds/fields.js';
import { severities, type Severity } from '../gs1/severities.js';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { Id, OneOf, PlainText } from '../parties/fields.js';

export const anomalyStates = ['new', 'assigned', 'explained', 'filed'] as const;
export type AnomalyState = (typeof anomalyStates)[number];

const anomalyId = { format: 'uuid', example: '5d0f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' };
const organization = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';
export const anomalyCursor = /^([0-4])_(\d{1,15})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Which anomalies are asked for. */
export class AnomaliesQuery {
  @OneOf(anomalyStates, {
    description:
      '`new`: in force, and no authority looks into it. With one of the others also those that are in force no more. Without it all that are in force.',
    example: 'new',
    optional: true,
  })
  state?: AnomalyState | null;

  @OneOf(severities, { description: 'How grave they are.', example: 'critical', optional: true })
  severity?: Severity | null;

  @ApiProperty({
    type: String,
    required: false,
    pattern: '^R\\d{1,3}$',
    description: 'Rule.',
    example: 'R27',
  })
  @IsOptional()
  @Matches(/^R\d{1,3}$/)
  rule?: string | null;

  @Id({
    description: 'Whose batches; without it, all of your region.',
    example: organization,
    optional: true,
  })
  organization?: string | null;

  @PageLimit()
  limit = defaultLimit;

  @ApiProperty({
    type: String,
    required: false,
    pattern: anomalyCursor.source,
    description: 'From the `Link` header of the page before.',
    example: '4_1792281900000_0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  })
  @IsOptional()
  @Matches(anomalyCursor)
  cursor?: string | null;
}

/** The body of `POST /api/v1/anomalies/{id}/assignment`. */
export class AssignmentBody {
  @Id({
    description: 'Account of the official of your authority who is to look into it; your own without it.',
    example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
    optional: true,
  })
  assignee?: string | null;
}

/** The body of `POST /api/v1/anomalies/{id}/notes`. */
export class NoteBody {
  @PlainText(400, {
    description: 'What was found out, for officials of the region.',
    example: '已约谈负责人',
  })
  text!: string;
}

/** The body of `POST /api/v1/anomalies/{id}/closing`. */
export class ClosingBody {
  @OneOf(caseOutcomes, {
    description: '`explained`: nothing is left to ask. `filed`: the authority files a case (立案).',
    example: 'explained',
  })
  outcome!: (typeof caseOutcomes)[number];

  @PlainText(400, { description: 'Why, for officials of the region.', example: '用药日期笔误，农户已更正' })
  reason!: string;
}

export class AnomalyPartyDto {
  @ApiProperty({ format: 'uuid', example: organization })
  id!: string;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;
}

export class AnomalyBatchDto {
  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  id!: string;

  @ApiProperty({ example: '001061050R3GG28AY' })
  code!: string;

  @ApiProperty({ type: String, nullable: true, example: 'APP-20261018-01' })
  lot!: string | null;

  @ApiProperty({ description: 'Name of the product.', example: '苹果' })
  product!: string;
}

/** An entry that a finding rests on, as the public reads it. */
export class AnomalyFactDto {
  @EntryNumber({ doc: 'Number of the entry in the batch’s chain', example: 4 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;

  @ApiProperty({ description: 'Kind of event.', example: 'input' })
  kind!: string;

  @ApiProperty({ description: 'The kind in words.', example: '投入品使用' })
  title!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When it happened, as said.',
    example: '2026-10-12T08:00:00+08:00',
  })
  occurredAt!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When it was recorded.',
    example: '2026-10-12T09:15:00.000Z',
  })
  recordedAt!: string;

  @ApiProperty({ description: 'Who said it.' })
  issuer!: AnomalyPartyDto;

  @ApiProperty({ example: '使用农药：戊唑醇' })
  sentence!: string;
}

/** A finding that fails, with the facts that clash. */
export class AnomalyDto {
  @ApiProperty(anomalyId)
  id!: string;

  @ApiProperty({ example: 'R27', description: 'Rule: docs/rules.md.' })
  rule!: string;

  @ApiProperty({ example: '安全间隔期内采收' })
  title!: string;

  @ApiProperty({ enum: severities, example: 'critical' })
  severity!: Severity;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What clashes, in a sentence; null for one that is gone.',
    example: '10 月 12 日用戊唑醇，10 月 18 日采收，安全间隔期为 35 天。',
  })
  detail!: string | null;

  @ApiProperty({ description: 'Law or standard.', example: '农产品质量安全法 第二十九条' })
  source!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When the last of the entries was recorded that it rests on.',
    example: '2026-11-20T06:05:00.000Z',
  })
  since!: string;

  @ApiProperty({ enum: anomalyStates, example: 'new' })
  state!: AnomalyState;

  @ApiProperty({
    description: 'False once the rule finds it no more, since the record was corrected or completed.',
    example: true,
  })
  inForce!: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The entry by which an authority lifted what follows from it.',
    example: null,
  })
  released!: number | null;

  @ApiProperty({ description: 'Whose batch.' })
  organization!: AnomalyPartyDto;

  @ApiProperty()
  batch!: AnomalyBatchDto;

  @ApiProperty({
    type: AnomalyPartyDto,
    nullable: true,
    description: 'The authority that looks into it, or did last.',
    example: null,
  })
  authority!: AnomalyPartyDto | null;

  @ApiProperty({ type: [Number], description: 'All entries that it rests on.', example: [4, 6] })
  entries!: readonly number[];

  @ApiProperty({ type: [AnomalyFactDto], description: 'These entries, the first four in a list.' })
  facts!: AnomalyFactDto[];
}

/** A step of an inquiry. */
export class AnomalyStepDto {
  @EntryNumber({ doc: 'Number of the entry in the batch’s chain', example: 9 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;

  @ApiProperty({ enum: ['assigned', 'noted', 'closed'], example: 'closed' })
  step!: string;

  @ApiProperty({ type: String, enum: caseOutcomes, nullable: true, example: 'explained' })
  outcome!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-21T02:30:00.000Z' })
  recordedAt!: string;

  @ApiProperty({ description: 'The authority that says so.' })
  authority!: AnomalyPartyDto;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Account of who is to look into it; null where it was erased.',
    example: null,
  })
  person!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What was found out, or why it ended; null where it was erased.',
    example: '用药日期笔误，农户已更正',
  })
  text!: string | null;
}

/** An anomaly with the inquiry into it. */
export class AnomalyDetailDto extends AnomalyDto {
  @ApiProperty({ type: [AnomalyStepDto], description: 'Oldest first; the last two hundred.' })
  steps!: AnomalyStepDto[];
}

export class AnomalyPageDto {
  @ApiProperty({ type: [AnomalyDto], description: 'Gravest first, then newest.' })
  items!: AnomalyDto[];
}
