import { ArrayUnique } from 'class-validator';
import { documentTypes, type DocumentType } from '../../http/document-body.js';
import { isJsonObject, type JsonObject } from '../../ledger/json.js';
import { spoken } from './faults.js';
import { Choice, Count, Hash32, NestedList } from './fields.js';

/** Photos and papers of one entry. */
const attachmentsMax = 4;
/** Longest photo or paper, in bytes. */
export const attachmentBytesMax = 3_000_000;

/** A photo or a paper by its content; the bytes lie outside the ledger and come after the entry (docs/attachments.md). */
export class AttachmentDto {
  @Hash32({ doc: 'SHA-256 of the bytes', example: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU' })
  sha256!: string;

  @Choice(documentTypes, { doc: 'What the bytes are', example: 'image/jpeg' })
  mediaType!: DocumentType;

  @Count(1, attachmentBytesMax, { doc: 'How many bytes', example: 183_204 })
  bytes!: number;
}

/** As it stands in a statement. */
export type StatedAttachment = Pick<AttachmentDto, 'sha256' | 'mediaType' | 'bytes'>;

/** Photos and papers that belong to what is told, each once. */
export function Attachments(): PropertyDecorator {
  const list = NestedList(() => AttachmentDto, 1, attachmentsMax, {
    doc: 'Photos and papers; their bytes are sent after the entry',
    optional: true,
  });
  const once = ArrayUnique((item: Partial<AttachmentDto> | null) => item?.sha256 ?? item, {
    context: spoken('repeated'),
  });
  return (target, property) => {
    list(target, property);
    once(target, property);
  };
}

/** What an entry names; a correction names what its new data name. `data`: as the statement of that kind has them. */
export function attachmentsOf(kind: string, data: JsonObject): readonly StatedAttachment[] {
  const told = kind === 'correction' ? data['data'] : data;
  const named = isJsonObject(told) ? told['attachments'] : undefined;
  return (named as unknown as readonly StatedAttachment[] | undefined) ?? [];
}
