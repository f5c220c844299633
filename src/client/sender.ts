import { type Connection, type Reply, slugOf } from './connection.js';
import { persist, type Pace } from './persistence.js';
import { type QueueItem, type QueueStore, type SignedTelling, type Told, toldOf } from './queue.js';
import { checkRecorded } from './receipt-check.js';
import type { Trust } from '../ledger/trust.js';

type Queued = Extract<QueueItem, { state: 'queued' }>;

/**
 * Why sending stopped before everything was recorded or refused: no answer, nobody signed in, the key is not approved
 * yet, or an answer without the promise of a trusted log.
 */
export type Stopped = 'unreachable' | 'signed-out' | 'key-pending' | 'receipt';

/** What became of what was in the queue. */
export interface SendReport {
  readonly recorded: number;
  readonly refused: number;
  readonly waiting: number;
  readonly stopped: Stopped | null;
}

/** What the client knows of keys. */
export interface Signing {
  /** Signs a statement again or for the first time; null while there is no key. */
  sign(told: Told): Promise<SignedTelling | null>;
  /** What the service holds of a key: it counts no more, it never has, or nobody could tell. */
  standing(kid: string): Promise<'revoked' | 'unknown' | 'unheard'>;
}

/**
 * Sends what waits, in order. Each step is written down before the next begins, so that whoever goes on after being
 * killed at any point finishes the same work:
 *
 *  1. signed, and kept as it will be sent — nothing that was not kept was ever sent;
 *  2. sent, as often as it takes, under its event id;
 *  3. the answer, kept.
 */
export class Sender {
  constructor(
    private readonly queue: QueueStore,
    private readonly connection: Connection,
    private readonly signing: Signing,
    private readonly trust: Trust,
    private readonly pace: Pace,
  ) {}

  /**
   * One run over the queue, beginning with the batch of the event `first`. A statement that waits holds back those of its
   * batch that come after it.
   */
  async run(first?: string): Promise<SendReport> {
    let stopped: Stopped | null = null;
    const held = new Set<string>();
    const items = await this.queue.list();
    const batch = items.find(({ id }) => id === first)?.batch;
    const [before, after] = [
      items.filter((item) => item.batch === batch),
      items.filter((item) => item.batch !== batch),
    ];
    for (const item of [...before, ...after]) {
      if (stopped !== null && stopped !== 'receipt') break;
      if (held.has(item.batch)) continue;
      const trouble = await this.advance(item);
      if (trouble === null) continue;
      held.add(item.batch);
      stopped = trouble;
    }
    return this.report(stopped);
  }

  /** Signs what is saved and there is a key for. Null when there is none, or when another client was faster. */
  async signSaved(item: QueueItem): Promise<Queued | null> {
    if (item.state !== 'saved') return null;
    const signed = await this.signing.sign(item);
    if (signed === null) return null;
    const queued: Queued = { ...item, state: 'queued', ...signed };
    return (await this.queue.replace(queued, 'saved')) ? queued : null;
  }

  private async advance(item: QueueItem): Promise<Stopped | null> {
    if (item.state === 'recorded' || item.state === 'refused') return null;
    const queued = item.state === 'queued' ? item : await this.signSaved(item);
    if (queued === null) return 'key-pending';
    const reply = await this.deliver(queued);
    if (reply.outcome === 'again') return 'unreachable';
    if (reply.outcome === 'signed-out') return 'signed-out';
    if (reply.outcome === 'done') {
      const place = checkRecorded(queued, reply.body, this.trust);
      if (place === null) return 'receipt';
      await this.queue.replace({ ...queued, state: 'recorded', ...place }, 'queued');
      return null;
    }
    if (slugOf(reply.problem) === 'key-not-accepted') {
      const standing = await this.signing.standing(queued.kid);
      if (standing !== 'revoked') return this.signAnew(queued, standing);
    }
    const refused: QueueItem = { ...toldOf(queued), state: 'refused', problem: reply.problem };
    await this.queue.replace(refused, 'queued');
    return null;
  }

  /** A key that never counted has recorded nothing: what it signed may be signed by the one that took its place. */
  private async signAnew(queued: Queued, standing: 'unknown' | 'unheard'): Promise<Stopped> {
    if (standing === 'unheard') return 'unreachable';
    const told = toldOf(queued);
    const signed = await this.signing.sign(told);
    if (signed !== null && signed.kid !== queued.kid) {
      await this.queue.replace({ ...told, state: 'queued', ...signed }, 'queued');
    }
    return 'key-pending';
  }

  private deliver(item: Queued): Promise<Reply> {
    const request = {
      method: 'POST',
      path: `/api/v1/batches/${item.batch}/events`,
      body: item.combined,
      headers: { 'content-type': 'application/jose', 'idempotency-key': item.id },
    } as const;
    return persist(this.connection, request, this.pace);
  }

  private async report(stopped: Stopped | null): Promise<SendReport> {
    const items = await this.queue.list();
    const count = (...states: readonly QueueItem['state'][]): number =>
      items.filter(({ state }) => states.includes(state)).length;
    const waiting = count('saved', 'queued');
    return { recorded: count('recorded'), refused: count('refused'), waiting, stopped };
  }
}
