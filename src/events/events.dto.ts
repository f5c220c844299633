import { FindingDto } from '../http/finding.dto.js';
import { ApiProperty } from '@nestjs/swagger';
import { mixings, type Mixing } from '../batches/mixed-lot.js';
import { withheldReasons, type WithheldReason } from '../ledger/evidence.js';
import { ListedAttachmentDto } from './attachments.dto.js';
import { HandoverDto } from './handover.dto.js';
import type { Reader } from './kinds/audience.js';
import {
  AnyObject,
  Choice,
  EventId,
  Instant,
  IssuedLot,
  OpaqueText,
  PublicText,
  UnitCode,
  Uuid,
} from './kinds/fields.js';

const exampleHash = 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek';

/** Body of a new batch. */
export class OpenBatchBody {
  @Uuid({ doc: 'Product: decides the organization' })
  product!: string;

  @IssuedLot({ doc: 'Your own lot number (GS1 AI 10)', optional: true })
  lot?: string;

  @Uuid({ doc: 'Site where it is grown or made' })
  site!: string;

  @UnitCode({ doc: 'Base unit of the balance; the product’s when absent', optional: true })
  unit?: string;

  @Choice(mixings, {
    doc: 'For a mixed lot (a bin, a tank) into which many lots go: how what is drawn is told to come from them',
    example: 'proportional',
    optional: true,
  })
  mixing?: Mixing;
}

/** Body of an event in plain form; `data` is described by its kind. */
export class PlainEventBody {
  @PublicText(64, { doc: 'Kind of event', example: 'input' })
  kind!: string;

  @Instant({ doc: 'When it happened, as the participant says' })
  occurredAt!: string;

  @AnyObject({ doc: 'Fields of the kind' })
  data!: Record<string, unknown>;
}

/** A line of a bulk request: an event in plain form. */
export class PlainEventLine extends PlainEventBody {
  @Uuid({ doc: 'Batch it happened to' })
  batch!: string;

  @EventId({
    doc: 'Event id, the idempotency key. Drawn when absent: then a line sent again is another event',
    optional: true,
  })
  id?: string;
}

/** A line of a bulk request: a statement that the participant signed. */
export class SignedEventLine {
  @Uuid({ doc: 'Batch it is about' })
  batch!: string;

  @OpaqueText({ doc: 'SD-JWT in combined form', example: '<compact JWS>~<disclosure>~<disclosure>~' })
  statement!: string;
}

const Receipt = (): PropertyDecorator =>
  ApiProperty({
    description:
      'The log’s promise: a compact JWS by its key over leaf hash, log and the latest time of inclusion.',
    example: 'eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoi….eyJsb2ciOiJsZWRnZXIuZXhhbXBsZS5vcmcvMjAyNiIs….TzW8…',
  });

const InclusionProof = (): PropertyDecorator =>
  ApiProperty({
    nullable: true,
    type: String,
    description:
      'With `Prefer: wait=included`: the proof that the log holds the entry (C2SP tlog-proof); else null.',
    example: null,
  });

export class OpenedBatchDto {
  @ApiProperty({ format: 'uuid', example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  id!: string;

  @ApiProperty({
    description: 'Public code: 16 Crockford characters and a check symbol.',
    example: '001061050R3GG28AY',
  })
  code!: string;

  @ApiProperty({ example: 'batch/4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64' })
  chain!: string;

  @ApiProperty({ type: 'integer', example: 1 })
  seq!: number;

  @ApiProperty({ description: 'Leaf hash of the opening entry, base64url.', example: exampleHash })
  leafHash!: string;

  @ApiProperty({ enum: ['custodial', 'participant'], example: 'custodial' })
  signer!: 'custodial' | 'participant';

  @Receipt()
  receipt!: string;

  @InclusionProof()
  proof!: string | null;
}

export class EventDto {
  @ApiProperty({
    description: 'Event id, the idempotency key.',
    example: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10',
  })
  id!: string;

  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  batch!: string;

  @ApiProperty({ type: 'integer', example: 2 })
  seq!: number;

  @ApiProperty({ example: 'input' })
  kind!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'Said by the participant.',
    example: '2026-08-20T06:30:00+08:00',
  })
  occurredAt!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'The service’s clock.',
    example: '2026-08-20T00:31:07.250Z',
  })
  recordedAt!: string;

  @ApiProperty({ description: 'Leaf hash of the entry, base64url.', example: exampleHash })
  leafHash!: string;

  @ApiProperty({ enum: ['custodial', 'participant'] })
  signer!: 'custodial' | 'participant';

  @ApiProperty({
    type: [FindingDto],
    nullable: true,
    description:
      'What the rules found that rests on this entry; empty when nothing was. Null while it is not judged yet: the batch tells within seconds.',
  })
  findings!: FindingDto[] | null;
}

/** An event as it was just recorded. */
export class RecordedEventDto extends EventDto {
  @ApiProperty({
    description:
      'Leaf hash of the entry before. With it, whoever has the statement makes the entry and its leaf hash anew.',
    example: 'jnEk8q-HTpo8d_53wPpRHld8UxgcF6DJxR3Vvnm0Y04',
  })
  prev!: string;

  @Receipt()
  receipt!: string;

  @InclusionProof()
  proof!: string | null;
}

/** Whose device it is. */
export class DeviceHolder {
  @ApiProperty({ example: '王芳' })
  name!: string;

  @ApiProperty({
    type: String,
    enum: ['owner', 'recorder', 'viewer'],
    nullable: true,
    description: 'Null for who has left.',
    example: 'recorder',
  })
  role!: 'owner' | 'recorder' | 'viewer' | null;
}

/** The device of a member whose key signed a statement. */
export class SigningDevice {
  @ApiProperty({ example: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' })
  kid!: string;

  @ApiProperty({ description: 'As its holder calls it.', example: '3号地手机' })
  name!: string;

  @ApiProperty({ enum: ['phone', 'back-office', 'hardware'], example: 'phone' })
  kind!: 'phone' | 'back-office' | 'hardware';

  @ApiProperty({ type: DeviceHolder })
  holder!: DeviceHolder;
}

/** A private field that this reader is not shown. */
export class WithheldFieldDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Which, below `data` (RFC 6901); null when that is not to be told, or not known any more.',
    example: '/operator',
  })
  field!: string | null;

  @ApiProperty({
    enum: withheldReasons,
    description:
      '`private`: for others; `restricted`: erasure was asked for, or a correction took its place; `erased`: destroyed.',
    example: 'private',
  })
  reason!: WithheldReason;

  @ApiProperty({
    enum: ['issuer', 'regulator', 'partner'],
    isArray: true,
    description:
      'Who sees it: the organization that says it, regulators of the region, the other side of the trade.',
    example: ['issuer', 'regulator'],
  })
  visibleTo!: Reader[];
}

/** A person whom a field names that this reader sees. */
export class NamedPersonDto {
  @ApiProperty({ description: 'The field, below `data` (RFC 6901).', example: '/operator' })
  field!: string;

  @ApiProperty({ format: 'uuid', example: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11' })
  person!: string;

  @ApiProperty({ type: String, nullable: true, example: '示例农户甲' })
  name!: string | null;
}

export class ListedEventDto extends EventDto {
  @ApiProperty({
    type: SigningDevice,
    nullable: true,
    description: 'Which member’s device signed it; null for everyone outside the organization that says it.',
  })
  device!: SigningDevice | null;

  @ApiProperty({
    description: 'Organization that says it: org/<uuid>.',
    example: 'org/4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
  })
  issuer!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Fields of the kind that this reader may see.',
    example: { quantity: { value: '31250', unit: 'KGM' }, startedOn: '2026-10-18', stoppedOn: '2026-10-18' },
  })
  data!: Record<string, unknown>;

  @ApiProperty({ type: [NamedPersonDto] })
  people!: NamedPersonDto[];

  @ApiProperty({ type: [WithheldFieldDto] })
  withheld!: WithheldFieldDto[];

  @ApiProperty({ description: 'How it reads, in the reader’s language.', example: '采收 31,250 公斤' })
  sentence!: string;

  @ApiProperty({ type: [ListedAttachmentDto], description: 'Photos and papers that it names.' })
  attachments!: ListedAttachmentDto[];

  @ApiProperty({ type: HandoverDto, nullable: true, description: 'Of a shipment; null for others.' })
  handover!: HandoverDto | null;
}

export class EventPageDto {
  @ApiProperty({ type: [ListedEventDto] })
  items!: ListedEventDto[];
}
