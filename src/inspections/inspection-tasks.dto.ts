import { ApiProperty } from '@nestjs/swagger';
import { CivilDate, EntryNumber, Hash32, PublicText, PublicTexts, Uuid } from '../events/kinds/fields.js';
import { verdicts } from '../gs1/vocabulary.js';
import { defaultLimit, PageLimit } from '../http/paging.js';
import { Id } from '../parties/fields.js';
import { taskStates, type TaskState } from './task-state.js';

const organization = '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64';
const taskId = { format: 'uuid', example: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10' };

/** The body of `POST /api/v1/inspection-tasks`: exactly one of organization, product and batch. */
export class NewInspectionTask {
  @Id({ description: 'Any goods of this organization.', example: organization, optional: true })
  organization?: string | null;

  @Uuid({ doc: 'Goods of this product', optional: true })
  product?: string;

  @Uuid({ doc: 'This batch', optional: true })
  batch?: string;

  @PublicTexts(50, 80, { doc: 'What is to be tested for', example: ['毒死蜱'] })
  analytes!: string[];

  @CivilDate({ doc: 'By when it is to be reported', example: '2099-12-31' })
  dueOn!: string;

  @PublicText(300, { doc: 'Why', example: '年度监督抽查计划' })
  reason!: string;

  @Uuid({ doc: 'Account of the inspector who does it; your own without it', optional: true })
  assignee?: string;
}

/** An order of each kind, as the document shows them. */
export const orderExamples = Object.fromEntries(
  (['batch', 'product', 'organization'] as const).map((target) => {
    const why = { analytes: ['毒死蜱'], dueOn: '2099-12-31', reason: '年度监督抽查计划' };
    const value = { [target]: organization, ...why, assignee: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' };
    return [target, { value }];
  }),
);

/** The body of `POST /api/v1/inspection-tasks/{id}/withdrawal`. */
export class WithdrawTaskBody {
  @PublicText(300, { doc: 'Why', example: '与上级抽查重复' })
  reason!: string;
}

export class TaskPartyDto {
  @ApiProperty({ format: 'uuid', example: organization })
  id!: string;

  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;
}

/** A report of a sample. */
export class TaskReportDto {
  @EntryNumber({ doc: 'Number of the inspection', example: 5 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;

  @ApiProperty({ enum: Object.keys(verdicts), description: 'As it is in force.', example: 'pass' })
  verdict!: string;
}

/** A sample that was taken for the task. */
export class TaskSampleDto {
  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  batch!: string;

  @EntryNumber({ doc: 'Number of the sample in the chain of that batch', example: 4 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;

  @ApiProperty({ type: [TaskReportDto] })
  reports!: TaskReportDto[];
}

/** A task to inspect, as far as it is. */
export class InspectionTaskDto {
  @ApiProperty(taskId)
  id!: string;

  @ApiProperty({ description: 'The authority that ordered it.' })
  authority!: TaskPartyDto;

  @ApiProperty({ description: 'Whose goods are inspected.' })
  organization!: TaskPartyDto;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Narrowed to this product.',
    example: null,
  })
  product!: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Narrowed to this batch.',
    example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  })
  batch!: string | null;

  @ApiProperty({ type: [String], example: ['毒死蜱'] })
  analytes!: readonly string[];

  @ApiProperty({ format: 'date', example: '2026-12-31' })
  dueOn!: string;

  @ApiProperty({ example: '年度监督抽查计划' })
  reason!: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Account of the inspector; for officials of the region only.',
    example: null,
  })
  assignee!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  orderedAt!: string;

  @ApiProperty({
    enum: taskStates,
    description:
      'Follows from the entries: `closed` once no report can be objected to any more and each objection was answered.',
    example: 'ordered',
  })
  state!: TaskState;

  @ApiProperty({ description: 'Not reported by the day it was due.', example: false })
  overdue!: boolean;

  @ApiProperty({ type: String, nullable: true, example: null })
  withdrawnReason!: string | null;

  @ApiProperty({ type: [TaskSampleDto] })
  samples!: TaskSampleDto[];
}

export class InspectionTaskPageDto {
  @ApiProperty({ type: [InspectionTaskDto], description: 'Newest first.' })
  items!: InspectionTaskDto[];
}

export class InspectionTaskQuery {
  @Id({
    description: 'Tasks about whose goods; without it, all that you may see.',
    example: organization,
    optional: true,
  })
  organization?: string | null;

  @PageLimit()
  limit = defaultLimit;

  @Id({
    description: 'Where the page before ended; taken from its `Link` header.',
    example: taskId.example,
    optional: true,
  })
  cursor?: string | null;
}
