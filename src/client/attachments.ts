import { base64urlEncode } from '../ledger/bytes.js';
import type { JsonObject } from '../ledger/json.js';
import { ClientError } from './client-error.js';
import type { Connection } from './connection.js';
import { persist, type Pace } from './persistence.js';
import type {
  Attachment,
  AttachmentPlace,
  Problem,
  QueueItem,
  QueueStore,
  WaitingAttachment,
} from './queue.js';

/** What became of attachments. `refused`: the service does not take these; they stay until their event is forgotten. */
export interface AttachmentReport {
  readonly sent: number;
  readonly refused: readonly (AttachmentPlace & { readonly problem: Problem })[];
  readonly stopped: 'unreachable' | 'signed-out' | null;
}

type Recorded = Extract<QueueItem, { state: 'recorded' }>;

/** Attachments of one event, and bytes of one (docs/attachments.md). */
const attachmentsMax = 4;
const bytesMax = 3_000_000;
/** Longest wait for an answer, in milliseconds: the service waits no longer for a request. */
const answerMs = 35_000;

/** Data that name their attachments, and these with their hashes. @throws ClientError `attachment-unfit`. */
export async function nameAttachments(
  data: JsonObject,
  event: string,
  attachments: readonly Attachment[],
): Promise<{ readonly data: JsonObject; readonly waiting: readonly WaitingAttachment[] }> {
  if (attachments.length === 0) return { data, waiting: [] };
  const isUnfit = ({ bytes }: Attachment): boolean => bytes.length === 0 || bytes.length > bytesMax;
  if (attachments.length > attachmentsMax || attachments.some(isUnfit))
    throw new ClientError('attachment-unfit', 'At most 4 attachments of 1 to 3,000,000 bytes');
  const waiting = new Map<string, WaitingAttachment>();
  for (const attachment of attachments) {
    const sha256 = base64urlEncode(new Uint8Array(await crypto.subtle.digest('SHA-256', attachment.bytes)));
    waiting.set(sha256, { ...attachment, event, sha256 });
  }
  const named = [...waiting.values()].map(({ sha256, mediaType, bytes }) => ({
    sha256,
    mediaType,
    bytes: bytes.length,
  }));
  return { data: { ...data, attachments: named }, waiting: [...waiting.values()] };
}

/**
 * Sends the attachments of events that are recorded, each by itself, and drops each that the service has; `told` after
 * each. Killed at any point it sends again what may not have come: the service keeps the same bytes once.
 */
export async function sendAttachments(
  queue: QueueStore,
  connection: Connection,
  pace: Pace,
  told: () => void,
): Promise<AttachmentReport> {
  const refused: (AttachmentPlace & { readonly problem: Problem })[] = [];
  let sent = 0;
  for (let next = await nextOf(queue, refused); next !== null; next = await nextOf(queue, refused)) {
    const reply = await persist(connection, requestOf(next.item, next.attachment), pace);
    if (reply.outcome === 'again') return { sent, refused, stopped: 'unreachable' };
    if (reply.outcome === 'signed-out') return { sent, refused, stopped: 'signed-out' };
    const { event, sha256 } = next.attachment;
    if (reply.outcome === 'refused') refused.push({ event, sha256, problem: reply.problem });
    else {
      await queue.settle({ event, sha256 });
      sent += 1;
    }
    told();
  }
  return { sent, refused, stopped: null };
}

/** One that waits, with its event, which is recorded; null when there is none but those that were refused. */
async function nextOf(
  queue: QueueStore,
  refused: readonly AttachmentPlace[],
): Promise<{ readonly item: Recorded; readonly attachment: WaitingAttachment } | null> {
  const items = await queue.list();
  for (const place of await queue.waiting()) {
    const item = items.find(({ id }) => id === place.event);
    if (item?.state !== 'recorded' || refused.some((one) => isSame(one, place))) continue;
    const attachment = await queue.attachment(place);
    if (attachment !== null) return { item, attachment };
  }
  return null;
}

function isSame(one: AttachmentPlace, other: AttachmentPlace): boolean {
  return one.event === other.event && one.sha256 === other.sha256;
}

function requestOf(
  { batch, seq }: Recorded,
  { sha256, mediaType, bytes }: WaitingAttachment,
): Parameters<Connection['send']>[0] {
  return {
    method: 'PUT',
    path: `/api/v1/batches/${batch}/events/${seq}/attachments/${sha256}`,
    body: bytes,
    headers: { 'content-type': mediaType },
    answerMs,
  };
}
