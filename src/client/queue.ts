import { utf8Encode } from '../ledger/bytes.js';
import { isJsonObject, type JsonObject, type JsonValue, parseStrictJson } from '../ledger/json.js';
import { isEventId, isUuid } from '../ledger/names.js';
import { ClientError } from './client-error.js';

/** What a participant says about a batch. */
export interface Told {
  /** Event id, UUIDv7: the idempotency key. */
  readonly id: string;
  readonly batch: string;
  readonly kind: string;
  /** RFC 3339 with an explicit offset. */
  readonly occurredAt: string;
  /** The kind's own fields, private ones among them. */
  readonly data: JsonObject;
}

/** A statement as it was signed: these bytes are sent, however often. */
export interface SignedTelling {
  /** SD-JWT in combined form. */
  readonly combined: string;
  readonly kid: string;
}

/** Where a statement stands in its chain, with the log's promise, which was checked. */
export interface RecordedPlace {
  readonly seq: number;
  readonly leafHash: string;
  readonly recordedAt: string;
  readonly receipt: string;
}

/** Why a statement is not recorded (RFC 9457). Nothing of it was stored. */
export interface Problem {
  readonly type: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly JsonValue[];
}

/** A statement in one of its four states. Only `recorded` and `refused` are final. */
export type QueueItem =
  | (Told & { readonly state: 'saved' })
  | (Told & { readonly state: 'queued' } & SignedTelling)
  | (Told & { readonly state: 'recorded' } & SignedTelling & RecordedPlace)
  | (Told & { readonly state: 'refused'; readonly problem: Problem });

export type QueueState = QueueItem['state'];

/** A photo or paper that belongs to what is told. */
export interface Attachment {
  readonly mediaType: 'image/jpeg' | 'image/png' | 'application/pdf';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** An attachment that waits to be sent, by the event that names it and its SHA-256, base64url. */
export interface AttachmentPlace {
  readonly event: string;
  readonly sha256: string;
}

export type WaitingAttachment = AttachmentPlace & Attachment;

/**
 * Where a client keeps its statements. Every change is durable once its promise is kept; several clients may share a
 * store.
 */
export interface QueueStore {
  /**
   * Puts a new statement at the end, with its attachments; the one of the id `replaces` is taken away in the same step
   * when it is refused. Answers false, and changes nothing, when its own id is there.
   */
  add(item: QueueItem, attachments?: readonly WaitingAttachment[], replaces?: string): Promise<boolean>;
  /** Replaces the statement with its id. Answers false, and changes nothing, unless it is in state `from`. */
  replace(item: QueueItem, from: QueueState): Promise<boolean>;
  /** Takes a statement away, and what of its attachments waits, when it is in state `from`. */
  remove(id: string, from: QueueState): Promise<void>;
  /** All statements, in the order in which they were added. */
  list(): Promise<QueueItem[]>;
  /** Which attachments wait. */
  waiting(): Promise<AttachmentPlace[]>;
  /** One that waits; null when it is not there. */
  attachment(place: AttachmentPlace): Promise<WaitingAttachment | null>;
  /** Drops an attachment that the service has. */
  settle(place: AttachmentPlace): Promise<void>;
}

/** What was told, without what became of it. */
export function toldOf({ id, batch, kind, occurredAt, data }: QueueItem): Told {
  return { id, batch, kind, occurredAt, data };
}

const queueVersion = 'furrow-queue/1';
const queueBytesMax = 16_777_216;

/** The text that another device can import. It says how many attachments are not in it: they stay on the device. */
export function formatQueue(items: readonly QueueItem[], attachmentsLeftOut: number): string {
  return `${JSON.stringify({ v: queueVersion, attachmentsLeftOut, items }, null, 1)}\n`;
}

/**
 * The statements of an exported queue, in order. What is recorded or refused is the word of the device that wrote it.
 *
 * @throws ClientError `queue-malformed`; LedgerError `json-…` when it is not strict JSON, or above 16 MiB.
 */
export function parseQueue(text: string): QueueItem[] {
  const document = parseStrictJson(utf8Encode(text), { bytesMax: queueBytesMax });
  if (!isJsonObject(document) || document['v'] !== queueVersion || !Array.isArray(document['items'])) {
    throw malformed();
  }
  return (document['items'] as readonly JsonValue[]).map(readItem);
}

function readItem(value: JsonValue): QueueItem {
  if (!isJsonObject(value)) throw malformed();
  const told = readTold(value);
  const state = value['state'];
  if (state === 'saved') return { ...told, state };
  if (state === 'queued') return { ...told, state, ...readSigned(value) };
  if (state === 'recorded') return { ...told, state, ...readSigned(value), ...readPlace(value) };
  if (state === 'refused') return { ...told, state, problem: readProblem(value['problem']) };
  throw malformed();
}

function readTold(item: JsonObject): Told {
  const [id, batch] = [textOf(item, 'id'), textOf(item, 'batch')];
  const { data } = item;
  if (!isEventId(id) || !isUuid(batch) || !isJsonObject(data)) throw malformed();
  return { id, batch, kind: textOf(item, 'kind'), occurredAt: textOf(item, 'occurredAt'), data };
}

function readSigned(item: JsonObject): SignedTelling {
  return { combined: textOf(item, 'combined'), kid: textOf(item, 'kid') };
}

function readPlace(item: JsonObject): RecordedPlace {
  const { seq } = item;
  if (typeof seq !== 'number') throw malformed();
  return {
    seq,
    leafHash: textOf(item, 'leafHash'),
    recordedAt: textOf(item, 'recordedAt'),
    receipt: textOf(item, 'receipt'),
  };
}

/** @throws ClientError `queue-malformed` when it is no problem document. */
export function readProblem(value: JsonValue | undefined): Problem {
  if (!isJsonObject(value) || typeof value['status'] !== 'number') throw malformed();
  const { status, errors } = value;
  return {
    type: textOf(value, 'type'),
    status,
    title: textOf(value, 'title'),
    detail: textOf(value, 'detail'),
    errors: Array.isArray(errors) ? (errors as readonly JsonValue[]) : [],
  };
}

function textOf(item: JsonObject, name: string): string {
  const value = item[name];
  if (typeof value === 'string') return value;
  throw malformed();
}

function malformed(): ClientError {
  return new ClientError('queue-malformed', 'Not a queue that this version can read');
}
