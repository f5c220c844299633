import { ApiProperty } from '@nestjs/swagger';
import { certificateBases, certificateTypes, compliancePromises } from '../gs1/vocabulary.js';
import { Choice, CivilDate, EntryNumber, Hash32, Uuid } from '../events/kinds/fields.js';
import type { Language } from '../gs1/words.js';
import { EntryPageQuery } from '../http/paging.js';
import { certificateSizes, type CertificateSize } from './certificate-drawing.js';
import { certificateStates, doubtCauses, type CertificateState, type Doubt } from './certificate-standing.js';

const leafHash = 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek';

export class CertificateListQuery extends EntryPageQuery {
  @CivilDate({
    doc: 'The day asked about (Asia/Shanghai), with what had been recorded by its end; today without it',
    example: '2026-11-24',
    optional: true,
  })
  on?: string;
}

export class CertificatePrintQuery {
  @Choice(['zh-CN', 'en'], {
    doc: 'The certificate is in Chinese; `en` prints the English beside it',
    optional: true,
  })
  lang: Language = 'zh-CN';
}

export class CertificatePdfQuery extends CertificatePrintQuery {
  @Choice(certificateSizes, { doc: 'Size of the paper; `label`: 100 × 70 mm', optional: true })
  size: CertificateSize = 'a5';
}

class CertifiedQuantityDto {
  @ApiProperty({ example: '8000' })
  value!: string;

  @ApiProperty({ example: 'KGM' })
  unit!: string;
}

class CertifiedReportDto {
  @Uuid({ doc: 'Batch that was tested, where it is not this one', optional: true })
  batch?: string;

  @EntryNumber({ doc: 'Number of the inspection', example: 4 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;
}

class DoubtDto {
  @ApiProperty({
    enum: doubtCauses,
    description:
      '`input`: a use recorded only after it; `inspection`: a test that failed; `correction`: of a report it rests on; `hold`; `finding`: of a rule; `origin`: what the batch was made from is stopped.',
  })
  by!: Doubt['by'];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The entry of this chain; null when it lies elsewhere.',
    example: 12,
  })
  seq!: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Of a finding the rule.', example: null })
  rule!: string | null;

  @ApiProperty({ description: 'In words.', example: '开具之后才补记的用药（第 12 条）' })
  detail!: string;
}

/** A certificate that was issued for the batch, as it stands on the day. */
export class CertificateDto {
  @EntryNumber({ doc: 'Number of the entry that issued it', example: 9 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;

  @ApiProperty({ enum: Object.keys(certificateTypes), example: 'compliance' })
  type!: string;

  @ApiProperty({ example: '承诺达标合格证' })
  title!: string;

  @ApiProperty({
    enum: [1, 2],
    nullable: true,
    type: 'integer',
    description: '1: who grew the goods; 2: who bought them and mixed or repacked.',
  })
  style!: 1 | 2 | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  number!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '苹果' })
  product!: string | null;

  @ApiProperty({ type: CertifiedQuantityDto, nullable: true })
  quantity!: CertifiedQuantityDto | null;

  @ApiProperty({ type: String, nullable: true, example: '山东省烟台市栖霞市' })
  origin!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '栖霞示例果业农民专业合作社' })
  issuer!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '137****0000' })
  contact!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The promise, word for word.',
    example: compliancePromises[1].zh,
  })
  promise!: string | null;

  @ApiProperty({ enum: Object.keys(certificateBases), isArray: true, example: ['quality-control'] })
  basis!: string[];

  @ApiProperty({ type: String, nullable: true, example: '示例-2026-10231' })
  reportNo!: string | null;

  @ApiProperty({
    type: [CertifiedReportDto],
    description: 'The inspections it rests on.',
    example: [{ seq: 4, leafHash }],
  })
  inspections!: CertifiedReportDto[];

  @ApiProperty({ type: String, nullable: true, example: '2026-11-20' })
  issuedOn!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  validFrom!: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  validTo!: string | null;

  @ApiProperty({ example: '2026-11-20T09:00:00.000Z' })
  recordedAt!: string;

  @ApiProperty({
    enum: certificateStates,
    description:
      'Computed from the chain and what the rules find: `challenged` when a later entry undermines it. Kept nowhere.',
    example: 'valid',
  })
  state!: CertificateState;

  @ApiProperty({ type: [DoubtDto], description: 'What undermines it; withdrawn ones, too.', example: [] })
  doubts!: DoubtDto[];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The entry that suspended or revoked it.',
    example: null,
  })
  withdrawnBy!: number | null;
}

export class CertificatePageDto {
  @ApiProperty({ type: [CertificateDto], description: 'Oldest first.' })
  items!: CertificateDto[];

  @ApiProperty({ description: 'The day the states are of.', example: '2026-11-24' })
  on!: string;
}
