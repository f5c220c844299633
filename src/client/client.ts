import { uuidv7 } from 'uuidv7';
import { utf8Encode } from '../ledger/bytes.js';
import type { JsonObject } from '../ledger/json.js';
import type { SignatureAlgorithm } from '../ledger/key.js';
import { parseTrust } from '../ledger/trust.js';
import { nameAttachments, sendAttachments, type AttachmentReport } from './attachments.js';
import { ClientError } from './client-error.js';
import { Connection, type TokenSource } from './connection.js';
import type { KeyStore } from './device-key.js';
import { type Device, DeviceKeys, type EnrolmentState } from './enrolment.js';
import {
  formatQueue,
  parseQueue,
  type Attachment,
  type AttachmentPlace,
  type QueueItem,
  type QueueStore,
  type Told,
  toldOf,
} from './queue.js';
import type { Pace } from './persistence.js';
import { Sender, type SendReport } from './sender.js';
import { checkTelling, signTelling } from './statements.js';

export { parseTrust } from '../ledger/trust.js';
export type { AttachmentReport } from './attachments.js';
export { ClientError, type ClientErrorCode } from './client-error.js';
export type { TokenSource } from './connection.js';
export type { DeviceKey, KeySlot, KeyStore } from './device-key.js';
export type { Device, EnrolmentState } from './enrolment.js';
export { MemoryKeyStore, MemoryQueueStore } from './memory-stores.js';
export type {
  Attachment,
  AttachmentPlace,
  Problem,
  QueueItem,
  QueueState,
  QueueStore,
  WaitingAttachment,
} from './queue.js';
export type { Pace } from './persistence.js';
export type { SendReport, Stopped } from './sender.js';

export interface ClientOptions {
  /** Address of the service. */
  readonly url: string;
  /** Id of the organization that speaks. */
  readonly organizationId: string;
  readonly tokens: TokenSource;
  readonly keys: KeyStore;
  readonly queue: QueueStore;
  /** The text of the service's trust file, pinned: taken once, and not anew from whom it is to check. */
  readonly trust: string;
  /** Algorithm of keys that are made; ES256 unless told. */
  readonly alg?: SignatureAlgorithm;
  readonly fetch?: typeof fetch;
  readonly pace?: Pace;
}

/** An event to tell. */
export interface Telling {
  /** Event id, UUIDv7; a new one unless told. Told again under the same id it is kept once, as it was told first. */
  readonly id?: string;
  /** The id of the refused event that it takes the place of. */
  readonly replaces?: string;
  readonly batch: string;
  readonly kind: string;
  readonly data: JsonObject;
  /** When it happened; now unless told. */
  readonly occurredAt?: string;
  /** Photos and papers, four at most, of 3,000,000 bytes at most; the data name them by their hashes. */
  readonly attachments?: readonly Attachment[];
}

const chance: Pace = {
  pause: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
  random: () => Math.random(),
};

/**
 * Says what a member did in the name of an organization, signed with a key that only this device holds: keeps it, sends
 * it when the service can be reached, and holds the log to its promise. docs/client.md shows how.
 */
export class FurrowClient {
  private readonly queue: QueueStore;
  private readonly keys: DeviceKeys;
  private readonly sender: Sender;
  private readonly connection: Connection;
  private readonly pace: Pace;
  private readonly alg: SignatureAlgorithm;
  private running: Promise<SendReport> | null = null;
  private sending: Promise<AttachmentReport> | null = null;

  /** @throws LedgerError `trust-malformed`, `policy-…` for a trust file that is none. */
  constructor(private readonly options: ClientOptions) {
    this.connection = new Connection(options.url, options.tokens, options.fetch ?? fetch.bind(globalThis));
    this.pace = options.pace ?? chance;
    this.queue = options.queue;
    this.alg = options.alg ?? 'ES256';
    this.keys = new DeviceKeys(options.keys, this.connection, options.organizationId);
    const signing = {
      sign: async (told: Told) => {
        const key = await this.keys.signing();
        return key === null ? null : signTelling(told, options.organizationId, key);
      },
      standing: (kid: string) => this.keys.standing(kid),
    };
    const trust = parseTrust(utf8Encode(options.trust));
    this.sender = new Sender(this.queue, this.connection, signing, trust, this.pace);
  }

  /**
   * Asks for this device's key to count, making it first. An owner's counts at once; any other when an owner has approved
   * it. Calling it again answers what became of it.
   *
   * @throws ClientError `unreachable`, `refused`.
   */
  enrol(device: Device): Promise<EnrolmentState> {
    return this.keys.enrol(device, this.alg);
  }

  /**
   * The id of this device's key, by which an owner tells it from others: its RFC 7638 SHA-256 thumbprint in base64url.
   * While one waits to take its place, that one's; null before there is a key.
   */
  keyId(): Promise<string | null> {
    return this.keys.id();
  }

  /**
   * Replaces this device's key, which vouches for the new one. What waits is sent first: the old key counts no more.
   *
   * @throws ClientError `queue-not-empty`, `key-missing`, `unreachable`, `refused`.
   */
  async rotate(device: Device): Promise<EnrolmentState> {
    const waiting = (await this.queue.list()).some(({ state }) => state === 'queued');
    if (waiting) throw new ClientError('queue-not-empty', 'Send what waits before the key is replaced');
    return this.keys.rotate(device, this.alg);
  }

  /**
   * Keeps an event with its attachments, signed as soon as there is a key. It is not lost any more when this is kept, and
   * not sent before `send`.
   *
   * @throws ClientError `kind-unknown`, `attachment-unfit`; LedgerError for what no statement can say; then nothing is
   * kept.
   */
  async tell({ id = uuidv7(), replaces, ...telling }: Telling): Promise<QueueItem> {
    const { batch, kind, data, occurredAt, attachments = [] } = telling;
    const named = await nameAttachments(data, id, attachments);
    const at = occurredAt ?? new Date().toISOString();
    const told: Told = { id, batch, kind, occurredAt: at, data: named.data };
    checkTelling(told, this.options.organizationId);
    const item: QueueItem = { ...told, state: 'saved' };
    if (await this.queue.add(item, named.waiting, replaces))
      return (await this.sender.signSaved(item)) ?? item;
    return (await this.queue.list()).find((kept) => kept.id === id) ?? item;
  }

  /**
   * Sends what waits, in order, those of the batch of the event `first` before all others; once at a time in this client:
   * whoever asks meanwhile gets the same report. Never throws for the network.
   */
  send(first?: string): Promise<SendReport> {
    this.running ??= this.sender.run(first).finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /**
   * Sends the attachments of what is recorded, and drops each from the device once the service has it; `told` after each.
   * Once at a time in this client: whoever asks meanwhile gets the same report. Never throws for the network.
   */
  sendAttachments(told: () => void = () => undefined): Promise<AttachmentReport> {
    this.sending ??= sendAttachments(this.queue, this.connection, this.pace, told).finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  /** What of an event's attachments is still on the device. */
  async attachmentsOf(id: string): Promise<Attachment[]> {
    const places = (await this.queue.waiting()).filter(({ event }) => event === id);
    const kept = await Promise.all(places.map((place) => this.queue.attachment(place)));
    return kept.filter((one) => one !== null);
  }

  /** Which attachments wait to be sent. */
  waitingAttachments(): Promise<AttachmentPlace[]> {
    return this.queue.waiting();
  }

  /** Every statement, in the order in which it was told. */
  items(): Promise<QueueItem[]> {
    return this.queue.list();
  }

  /** Lets a refused statement wait again, under the same event id: nothing of it was stored. */
  async retry(id: string): Promise<void> {
    const item = (await this.queue.list()).find((one) => one.id === id);
    if (item?.state !== 'refused') return;
    await this.queue.replace({ ...toldOf(item), state: 'saved' }, 'refused');
  }

  /** Takes a statement that is recorded or refused out of the queue, with attachments that still wait; others stay. */
  async forget(id: string): Promise<void> {
    await this.queue.remove(id, 'recorded');
    await this.queue.remove(id, 'refused');
  }

  /**
   * The queue as a text, without attachments: these stay here, and are sent from here once their event is recorded. What
   * is saved is signed first, so that it is the same statement wherever it is sent from.
   */
  async exportQueue(): Promise<string> {
    for (const item of await this.queue.list()) await this.sender.signSaved(item);
    return formatQueue(await this.queue.list(), (await this.queue.waiting()).length);
  }

  /**
   * Takes the statements of an exported queue that are not here yet, in order. Answers how many.
   *
   * @throws ClientError `queue-malformed`; LedgerError `json-…`; then none is taken.
   */
  async importQueue(text: string): Promise<number> {
    let taken = 0;
    for (const item of parseQueue(text)) {
      if (await this.queue.add(item)) taken += 1;
    }
    return taken;
  }
}
