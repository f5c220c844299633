import { ApiProperty } from '@nestjs/swagger';
import { labelStateNames, type LabelState } from '../batches/batch.js';
import { Choice, Count, Nested } from '../events/kinds/fields.js';
import { labelUnitsMax } from '../events/kinds/label.js';
import { QuantityDto } from '../events/kinds/quantity.js';

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
}

export class LabelSetDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'uuid' })
  batch!: string;

  @ApiProperty({ description: 'Number of the entry that issued it.' })
  seq!: number;

  @ApiProperty({ example: 1600 })
  units!: number;

  @ApiProperty({ type: QuantityDto })
  net!: QuantityDto;

  @ApiProperty({ enum: ['signed', 'compact'] })
  form!: 'signed' | 'compact';

  @ApiProperty({ description: 'RFC 6962 Merkle root over the codes, base64url.' })
  root!: string;

  @ApiProperty({ description: 'What the first label of the set carries in its code.' })
  firstUri!: string;
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
