import { ApiProperty } from '@nestjs/swagger';
import { confirmationMeans, type ConfirmationMeans } from '../gs1/handover-words.js';

/** How far a shipment is. */
export class HandoverDto {
  @ApiProperty({
    enum: confirmationMeans,
    isArray: true,
    description:
      'By what it is confirmed: a receipt of the consignee’s own, the code of its delivery note, both, nothing yet.',
    example: ['receipt'],
  })
  by!: ConfirmationMeans[];

  @ApiProperty({ description: 'Whether some of it is neither confirmed nor back.', example: false })
  open!: boolean;

  @ApiProperty({ description: 'In the reader’s language.', example: '收货方已用自己的收货记录确认' })
  text!: string;
}
