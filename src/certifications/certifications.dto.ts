import { ApiProperty } from '@nestjs/swagger';
import {
  certificationChanges,
  CertificationGrantDto,
  type CertificationChangeName,
} from '../events/kinds/certification.js';
import { Choice, CivilDate, EntryNumber, Hash32, PublicCode, PublicText } from '../events/kinds/fields.js';
import { certificationStates, type CertificationState } from '../findings/certification.js';
import { EntryPageQuery } from '../http/paging.js';
import { lookupStates, type LookupState } from './certification-words.js';

const asked = 'The day asked about (Asia/Shanghai), by what had been recorded by its end; today without it';

/** Body of a step in the life of a certification. */
export class CertificationChangeBody {
  @Choice(certificationChanges, { doc: 'What happens', example: 'suspended' })
  action!: CertificationChangeName;

  @CivilDate({ doc: 'From which day on; not in the future', example: '2026-11-20' })
  on!: string;

  @PublicText(200, { doc: 'Why', example: '年度检查未通过' })
  reason!: string;
}

export class CertificationListQuery extends EntryPageQuery {
  @CivilDate({ doc: asked, example: '2026-11-24', optional: true })
  on?: string;
}

/** Who or what is looked up: a certificate by its number, or the claims of a batch or label by its code. */
export class CertificationLookupQuery {
  @PublicText(60, { doc: 'Number of the certificate', example: '示例OP2600001', optional: true })
  number?: string;

  @PublicCode({ doc: 'Code of a batch or label', example: '001061050R3GG28AY', optional: true })
  code?: string;

  @CivilDate({ doc: asked, example: '2026-11-24', optional: true })
  on?: string;
}

class CertificationAmountDto {
  @ApiProperty({ example: '30000' })
  value!: string;

  @ApiProperty({ example: 'KGM' })
  unit!: string;
}

class CertificationBodyDto {
  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  id!: string;

  @ApiProperty({ example: '示例认证有限公司' })
  name!: string;
}

/** What became of a certification. */
export class CertificationStepDto {
  @ApiProperty({ enum: certificationChanges, example: 'suspended' })
  action!: CertificationChangeName;

  @ApiProperty({ format: 'date', description: 'From this day on.', example: '2026-11-20' })
  on!: string;

  @ApiProperty({ example: '年度检查未通过' })
  reason!: string;

  @ApiProperty({ format: 'date-time', example: '2026-11-20T08:00:00.000Z' })
  recordedAt!: string;
}

/** A certification of an organization as it stands on a day. */
export class CertificationDto extends CertificationGrantDto {
  @EntryNumber({ doc: 'Number of the entry on the chain of the organization that grants it', example: 7 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;

  @ApiProperty({ format: 'date-time', example: '2026-01-05T08:00:00.000Z' })
  recordedAt!: string;

  @ApiProperty({ description: 'Who states it: a body, an authority, or the organization itself.' })
  statedBy!: CertificationBodyDto;

  @ApiProperty({
    enum: ['declared', 'confirmed'],
    description: '`declared`: by the holder itself; nothing is marked with it.',
    example: 'confirmed',
  })
  strength!: 'declared' | 'confirmed';

  @ApiProperty({ enum: certificationStates, example: 'valid' })
  state!: CertificationState;

  @ApiProperty({ format: 'date', description: 'The day of the state.', example: '2026-01-01' })
  stateOn!: string;

  @ApiProperty({ example: '有效：自 2026-01-01 起有效，有效期到 2026-12-31 为止。' })
  text!: string;

  @ApiProperty({ type: [CertificationStepDto], example: [] })
  changes!: CertificationStepDto[];

  @ApiProperty({
    type: CertificationAmountDto,
    nullable: true,
    description: 'What labels that are not void mark under it now, in the unit of its quantity.',
    example: { value: '8000', unit: 'KGM' },
  })
  marked!: CertificationAmountDto | null;
}

export class CertificationPageDto {
  @ApiProperty({ type: [CertificationDto], description: 'Oldest first.' })
  items!: CertificationDto[];

  @ApiProperty({ format: 'date', example: '2026-11-24' })
  on!: string;
}

class CertificationHolderDto {
  @ApiProperty({ example: '栖霞示例果业农民专业合作社' })
  name!: string;

  @ApiProperty({ description: 'To the county.', example: '370686' })
  region!: string;
}

/** What anybody is told of a certification. */
export class FoundCertificationDto {
  @ApiProperty({ example: 'organic' })
  type!: string;

  @ApiProperty({ example: '有机产品认证' })
  title!: string;

  @ApiProperty({ example: '示例OP2600001' })
  number!: string;

  @ApiProperty({ example: '示例认证有限公司' })
  body!: string;

  @ApiProperty({ type: String, nullable: true, example: 'GB/T 19630' })
  standard!: string | null;

  @ApiProperty({ format: 'date', example: '2026-01-01' })
  validFrom!: string;

  @ApiProperty({ format: 'date', example: '2026-12-31' })
  validTo!: string;

  @ApiProperty({ description: 'Its public name; of a household one without a person.' })
  holder!: CertificationHolderDto;

  @ApiProperty({ type: [String], example: ['苹果'] })
  products!: string[];

  @ApiProperty({ description: 'Who states it here.', example: '示例认证有限公司' })
  statedBy!: string;

  @ApiProperty({ enum: ['declared', 'confirmed'], example: 'confirmed' })
  strength!: 'declared' | 'confirmed';

  @ApiProperty({ example: '由认证机构或监管机关登记。' })
  strengthText!: string;

  @ApiProperty({ enum: lookupStates, example: 'valid' })
  state!: LookupState;

  @ApiProperty({ format: 'date', description: 'The day of the state.', example: '2026-01-01' })
  stateOn!: string;

  @ApiProperty({ example: '有效：自 2026-01-01 起有效，有效期到 2026-12-31 为止。' })
  text!: string;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: 'Whether the batch of the code may claim it; null without a code.',
    example: null,
  })
  held!: boolean | null;

  @ApiProperty({ type: [CertificationStepDto], example: [] })
  changes!: CertificationStepDto[];
}

class RegisterDto {
  @ApiProperty({ enum: ['not-checked'], description: 'The national register is not asked (R60).' })
  state!: 'not-checked';

  @ApiProperty({ example: '未经国家认证信息系统确认（未核对）：本服务没有查询该系统。' })
  text!: string;
}

/** The answer to a public look-up. */
export class CertificationLookupDto {
  @ApiProperty({ format: 'date', example: '2026-11-24' })
  on!: string;

  @ApiProperty({ enum: ['found', 'unknown'], example: 'found' })
  state!: 'found' | 'unknown';

  @ApiProperty({ description: 'What it comes to, in a sentence.', example: '找到 1 项认证。' })
  text!: string;

  @ApiProperty({ type: [FoundCertificationDto] })
  items!: FoundCertificationDto[];

  @ApiProperty()
  register!: RegisterDto;
}
