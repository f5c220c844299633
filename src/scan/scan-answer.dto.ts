import { ApiProperty } from '@nestjs/swagger';
import { checkNames, checkStatuses, scanReasonNames, verdicts, type ScanView } from '../web/scan-view.js';

const nullableObject = { type: 'object', additionalProperties: true, nullable: true } as const;
const objects = { type: 'array', items: { type: 'object', additionalProperties: true } } as const;

/** One named check. */
class ScanCheckDto {
  @ApiProperty({ enum: checkNames, example: 'chain' })
  check!: ScanView['checks'][number]['check'];

  @ApiProperty({ enum: checkStatuses, example: 'pass' })
  status!: ScanView['checks'][number]['status'];

  @ApiProperty({ description: 'One sentence for readers.', example: '记录前后相连，没有缺少或改动。' })
  detail!: string;
}

/** What a rule found. */
class ScanFindingDto {
  @ApiProperty({ example: 'R27' })
  rule!: string;

  @ApiProperty({ example: '安全间隔期内采收' })
  title!: string;

  @ApiProperty({ enum: ['fail', 'unknown'], description: '`unknown`: cannot be decided, and is no pass.' })
  outcome!: 'fail' | 'unknown';

  @ApiProperty({ enum: ['critical', 'high', 'medium'] })
  severity!: string;

  @ApiProperty({
    description: 'One sentence for readers.',
    example: '毒死蜱 0.5 mg/kg，超过限量 0.02 mg/kg。',
  })
  detail!: string;

  @ApiProperty({ description: 'Law or standard.', example: '《农产品质量安全法》第二十九条' })
  source!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'The entry by which an authority lifted it.',
    example: null,
  })
  released!: number | null;
}

/** What a scan answers (api.md, Scanning), as the OpenAPI document shows it. */
export class ScanAnswer implements ScanView {
  @ApiProperty({
    enum: verdicts,
    description: 'It is the record that was checked, not the goods.',
    example: 'verified',
  })
  verdict!: ScanView['verdict'];

  @ApiProperty({
    enum: scanReasonNames,
    description: 'The one finding that decided the verdict.',
    example: 'intact',
  })
  reason!: ScanView['reason'];

  @ApiProperty({ description: 'The verdict in one sentence.', example: '记录完整，未被改动' })
  summary!: string;

  @ApiProperty({ type: [ScanCheckDto], description: 'All ten, in one order.' })
  checks!: ScanView['checks'];

  @ApiProperty({
    type: [ScanFindingDto],
    description:
      'What the rules found in the record that a buyer should know, undecided and lifted ones included.',
  })
  findings!: ScanView['findings'];

  @ApiProperty({
    ...nullableObject,
    example: {
      id: '7d2f9a10-41c6-4e0d-8a5b-0c3e6f1b2d94',
      name: '苹果',
      variety: '烟富3',
      gtin: '06937001000019',
    },
  })
  product!: ScanView['product'];

  @ApiProperty({
    ...nullableObject,
    example: {
      id: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
      code: '001061050R3GG28AY',
      lot: 'APP-20261018-01',
    },
  })
  batch!: ScanView['batch'];

  @ApiProperty({
    ...nullableObject,
    example: { id: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64', name: '栖霞示例果业农民专业合作社' },
  })
  organization!: ScanView['organization'];

  @ApiProperty({
    ...nullableObject,
    description: 'The label that was scanned.',
    example: { form: 'signed', code: '001061050R3GG28AY', number: 1, state: 'activated' },
  })
  label!: ScanView['label'];

  @ApiProperty({
    ...nullableObject,
    description:
      'Inspections, certificates, recall, origin, harvest and how much the batch is, as far as they are on record.',
    example: {
      inspections: [],
      certificates: [],
      recall: null,
      origin: '山东省烟台市栖霞市',
      harvest: { from: '2026-10-18', to: '2026-10-18' },
      size: { value: '24300', unit: 'KGM' },
    },
  })
  facts!: ScanView['facts'];

  @ApiProperty({ ...objects, description: 'Every entry in words, oldest first.', example: [] })
  timeline!: ScanView['timeline'];

  @ApiProperty({ ...objects, description: 'Batches this one was made from.', example: [] })
  origins!: ScanView['origins'];

  @ApiProperty({
    type: Boolean,
    description: 'False when there are more origins than were followed.',
    example: true,
  })
  originsComplete!: ScanView['originsComplete'];

  @ApiProperty({
    ...nullableObject,
    description:
      'Looks before this one. `pattern`: none, first (there was one), usual, unusual; `places` is given where it is what is unusual.',
    example: { count: 3, first: '2026-11-20', pattern: 'usual', places: null },
  })
  scans!: ScanView['scans'];

  @ApiProperty({
    ...nullableObject,
    description:
      'Where the record stands in the ledger: its last entry, and the place of that in the public log (from 0).',
    example: {
      kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
      chain: 'batch/0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
      seq: 8,
      leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
      logIndex: 239,
    },
  })
  proof!: ScanView['proof'];

  @ApiProperty({ type: String, nullable: true, example: null })
  checkpoint!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Where the evidence is, on this host: what `furrow verify` checks offline.',
    example: '/evidence/001061050R3GG28AY',
  })
  evidence!: string | null;
}
