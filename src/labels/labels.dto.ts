import { ApiProperty } from '@nestjs/swagger';
import { labelStateNames, type LabelState } from '../batches/batch.js';
import { Choice, Count, EntryNumber, Hash32, Nested } from '../events/kinds/fields.js';
import { labelUnitsMax } from '../events/kinds/label.js';
import { QuantityDto } from '../events/kinds/quantity.js';

/** Names the entry of the chain of an organization that certifies it. */
class LabelCertificationDto {
  @EntryNumber({ doc: 'Number of the entry', example: 7 })
  seq!: number;

  @Hash32({ doc: 'Leaf hash of the entry' })
  leafHash!: string;
}

/** Body of a new label set. */
export class IssueLabelsBody {
  @Count(1, labelUnitsMax, { doc: 'How many labels', example: 1600 })
  units!: number;

  @Nested(() => QuantityDto, { doc: 'Net content of one unit', example: { value: '5', unit: 'KGM' } })
  net!: QuantityDto;

  @Choice(['signed', 'compact'], {
    doc: '`signed` carries a signature in the code; `compact` is for small stickers and carries none',
    optional: true,
  })
  form?: 'signed' | 'compact';

  @Nested(() => LabelCertificationDto, {
    doc: 'The certification whose mark the labels bear: the entry of the chain of the organization that grants it',
    optional: true,
  })
  certification?: LabelCertificationDto;
}

export class LabelSetDto {
  @ApiProperty({ format: 'uuid', example: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10' })
  id!: string;

  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  batch!: string;

  @ApiProperty({ type: 'integer', description: 'Number of the entry that issued it.', example: 8 })
  seq!: number;

  @ApiProperty({
    enum: ['custodial'],
    description: 'The service draws the codes and signs for the organization.',
  })
  signer!: 'custodial';

  @ApiProperty({ type: 'integer', example: 1600 })
  units!: number;

  @ApiProperty({ type: QuantityDto })
  net!: QuantityDto;

  @ApiProperty({ enum: ['signed', 'compact'] })
  form!: 'signed' | 'compact';

  @ApiProperty({
    description: 'RFC 6962 Merkle root over the codes, base64url.',
    example: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  })
  root!: string;

  @ApiProperty({
    description: 'What the first label of the set carries in its code.',
    example: 'https://trace.example.cn/01/06937001000019/10/APP-20261018-01/21/001061050R3GG28AY',
  })
  firstUri!: string;
}

export class LabelSetPageDto {
  @ApiProperty({ type: [LabelSetDto] })
  items!: LabelSetDto[];
}

export class LabelRunDto {
  @ApiProperty({ example: 1, description: 'Number of the first label.' })
  first!: number;

  @ApiProperty({ example: 1600, description: 'Number of the last label, included.' })
  last!: number;

  @ApiProperty({
    enum: [...labelStateNames],
    description: '`issued`: not on goods yet; `activated`: put on; `void`: never valid again, not printed.',
  })
  state!: LabelState;
}

export class LabelSetStatesDto extends LabelSetDto {
  @ApiProperty({ type: [LabelRunDto], description: 'Every label of the set, in runs of one state.' })
  labels!: LabelRunDto[];
}
