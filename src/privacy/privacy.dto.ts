import { ApiProperty } from '@nestjs/swagger';
import type { JsonValue } from '../ledger/json.js';

/** Whether a person consents to have their name shown on public pages. */
export class ConsentAnswer {
  @ApiProperty({ enum: ['public-name'], example: 'public-name' })
  purpose!: 'public-name';

  @ApiProperty({ example: true })
  given!: boolean;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The last statement about it, on the organization’s chain; null when there never was one.',
    example: 7,
  })
  seq!: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: '2026-11-20T06:05:00.000Z' })
  since!: string | null;
}

/** Records that must be kept for now. */
export class KeptRecordsDto {
  @ApiProperty({ description: 'Kinds of events.', type: [String], example: ['harvest', 'input'] })
  kinds!: string[];

  @ApiProperty({ type: 'integer', description: 'How many name the person.', example: 12 })
  entries!: number;

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when, if nothing is added to their batches; null while the end is not known.',
    example: '2028-11-20T06:05:00.000Z',
  })
  until!: string | null;

  @ApiProperty({
    description: 'By which law.',
    example: '农产品质量安全法第二十七条：农产品生产记录至少保存二年',
  })
  law!: string;
}

class OwnAccountDto {
  @ApiProperty({ example: 'POST /api/v1/auth/account/erasure' })
  erasedBy!: string;

  @ApiProperty({
    example: '此人的账号不在其内：账号可能属于多个组织，由本人登录后另行申请删除。',
  })
  note!: string;
}

/** How far an erasure is. */
export class ErasureAnswer {
  @ApiProperty({
    enum: ['restricted', 'erased'],
    description: '`restricted`: kept, and shown to nobody; `erased`: key and disclosures are destroyed.',
    example: 'restricted',
  })
  state!: 'restricted' | 'erased';

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  requestedAt!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, example: null })
  destroyedAt!: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The statement that says it was done, on the organization’s chain.',
    example: null,
  })
  seq!: number | null;

  @ApiProperty({
    type: OwnAccountDto,
    nullable: true,
    description: 'How the account of the same person is erased; null where there is none.',
  })
  account!: OwnAccountDto | null;

  @ApiProperty({
    type: [KeptRecordsDto],
    description: 'What must be kept, until when and by which law. Empty: it is destroyed within minutes.',
  })
  kept!: KeptRecordsDto[];
}

class PersonalFieldDto {
  @ApiProperty({ description: 'Below `data` (RFC 6901).', example: '/operator' })
  field!: string;

  @ApiProperty({ type: String, example: 'person/0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  value!: JsonValue;
}

/** A statement that names the person. */
export class FiledStatement {
  @ApiProperty({ example: 'batch/0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  chain!: string;

  @ApiProperty({ type: 'integer', example: 2 })
  seq!: number;

  @ApiProperty({ format: 'uuid', example: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10' })
  id!: string;

  @ApiProperty({ example: 'harvest' })
  kind!: string;

  @ApiProperty({ format: 'date-time', example: '2026-10-18T06:30:00+08:00' })
  occurredAt!: string;

  @ApiProperty({ format: 'date-time', example: '2026-10-18T00:31:07.250Z' })
  recordedAt!: string;

  @ApiProperty({ example: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' })
  leafHash!: string;

  @ApiProperty({ example: '采收 31,250 公斤' })
  sentence!: string;

  @ApiProperty({ type: [PersonalFieldDto] })
  fields!: PersonalFieldDto[];
}

class FiledPerson {
  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  id!: string;

  @ApiProperty({ type: String, nullable: true, example: '示例农户甲' })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '021-00000000' })
  contact!: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T06:05:00.000Z' })
  createdAt!: string;
}

/** Everything that is held about one person. */
export class PersonFile {
  @ApiProperty({ type: FiledPerson })
  person!: FiledPerson;

  @ApiProperty({ type: ConsentAnswer })
  consent!: ConsentAnswer;

  @ApiProperty({ type: [FiledStatement] })
  statements!: FiledStatement[];
}
