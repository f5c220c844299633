import { ApiProperty } from '@nestjs/swagger';
import { attachmentStates, type AttachmentState } from './attachment-files.js';
import { AttachmentDto } from './kinds/attachments.js';

/** A photo or paper that an entry names, and whether its bytes are here. */
export class ListedAttachmentDto extends AttachmentDto {
  @ApiProperty({
    enum: attachmentStates,
    description: '`missing`: the bytes have not come yet; `deleted`: they were taken out.',
    example: 'stored',
  })
  state!: AttachmentState;
}
