import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Database } from '../database/database.js';
import { sqlState } from '../database/violations.js';
import { Integrator, LeaseLost } from './integrator.js';
import {
  leaveLogLease,
  noteRefusal,
  readLogState,
  takeLogLease,
  type Lease,
  type LogState,
} from './log-state.store.js';
import { countWaitingLeaves } from './log-tree.store.js';
import type { MapKeeper, StateMap } from './map-keeper.js';
import type { Publisher } from './publisher.js';
import { SigningRefused } from './signed-mark.js';
import { LogDamage } from './stored-tree.js';
import { WitnessAhead } from './witness-client.js';

/** What a compare-and-set that found another value fails with (`refuse_lost_race`). */
const lostRace = '40001';

/** How the writer paces itself, in milliseconds. */
export interface WriterTimes {
  /** Life of the lease; a writer that is paused for longer finds another in its place. */
  readonly leaseMs: number;
  /** Least time between two checkpoints: what comes meanwhile shares the next one. */
  readonly spacingMs: number;
  /** How often an idle writer looks for leaves that other processes staged. */
  readonly idleMs: number;
  /** How long to wait after trouble, and between two looks at something that needs a person. */
  readonly troubleMs: number;
  /** How often a checkpoint without its quorum is shown to the witnesses again. */
  readonly witnessAgainMs: number;
}

const usualTimes: WriterTimes = {
  leaseMs: 10_000,
  spacingMs: 400,
  idleMs: 200,
  troubleMs: 1_000,
  witnessAgainMs: 5_000,
};

/**
 * The log's one logical writer (ledger.md §4): every service process has one, the holder of the lease works.
 *
 * A leaf that this process staged wakes it at once; while there is work it goes on without waiting for a timer, but
 * for the spacing of its checkpoints.
 */
export class LogWriter {
  private readonly holder = randomUUID();
  private stateMap: StateMap | null = null;
  private readonly integrator: Integrator;
  private readonly times: WriterTimes;
  private lease: Lease | null = null;
  private confirmed = false;
  private stopping = false;
  private woken = false;
  private wakeUp: () => void = () => undefined;
  private running: Promise<void> | null = null;
  private underWay: Promise<number> = Promise.resolve(0);
  private renewal: NodeJS.Timeout | null = null;
  private refusal: string | null = null;
  private witnessedAtMs = 0;

  constructor(
    private readonly database: Database,
    private readonly publisher: Publisher,
    private readonly maps: MapKeeper,
    private readonly log: Logger,
    times: Partial<WriterTimes> = {},
  ) {
    this.integrator = new Integrator(database);
    this.times = { ...usualTimes, ...times };
  }

  /** Begins to work; answers at once. */
  start(): void {
    this.renewal = setInterval(() => void this.renew(), this.times.leaseMs / 3);
    this.running = this.run();
  }

  /** Ends after the step under way and gives the lease back. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.renewal !== null) clearInterval(this.renewal);
    this.wake();
    await this.running;
    if (this.lease !== null) await leaveLogLease(this.database, this.lease).catch(() => undefined);
  }

  /** From here on the roots of the completeness map are recorded, by `state`. */
  stateMapsBy(state: StateMap): void {
    this.stateMap = state;
  }

  /** From here on no root is recorded; answers when none is being recorded any more. */
  async endMaps(): Promise<void> {
    this.stateMap = null;
    await this.underWay;
  }

  /** Leaves were staged. */
  wake(): void {
    this.woken = true;
    this.wakeUp();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.underWay = this.turn().catch((error: unknown) => this.afterTrouble(error));
      await this.pause(await this.underWay);
    }
  }

  /** One round of work; answers how long to rest after it at least, or 0 to wait for what comes. */
  private async turn(): Promise<number> {
    this.woken = false;
    this.lease ??= await takeLogLease(this.database, this.holder, this.times.leaseMs);
    if (this.lease === null) return this.times.idleMs;
    const { leaves } = await countWaitingLeaves(this.database, 1);
    if (leaves > 0) await this.integrator.integrate(this.lease);
    const state = await readLogState(this.database);
    await this.publisher.check(state);
    if (!this.confirmed) await this.publisher.confirm(state);
    this.confirmed = true;
    if (!this.isDue(state)) {
      if (state.witnessed !== null) await this.keepMap(this.lease, state.witnessed.size);
      return 0;
    }
    const { size, witnessed } = await this.publisher.publish(this.lease, state);
    this.witnessedAtMs = performance.now();
    if (this.refusal !== null) this.log.info('the log is signed again');
    this.refusal = null;
    if (witnessed) await this.keepMap(this.lease, size);
    return this.times.spacingMs;
  }

  private async keepMap(lease: Lease, witnessedSize: number): Promise<void> {
    if (this.stateMap === null) return;
    if (await this.maps.keep(lease, witnessedSize, this.stateMap)) this.woken = true;
  }

  /** Whether there is something to publish: a tree that grew, or one that still wants its witnesses. */
  private isDue({ tree, published, witnessed }: LogState): boolean {
    if (tree.size === 0) return false;
    if (published?.size !== tree.size) return true;
    const unwitnessed = witnessed?.size !== tree.size && this.publisher.hasWitnesses;
    return unwitnessed && performance.now() - this.witnessedAtMs > this.times.witnessAgainMs;
  }

  private async afterTrouble(error: unknown): Promise<number> {
    if (error instanceof LeaseLost || sqlState(error) === lostRace) {
      this.lease = null;
      this.confirmed = false;
      return this.times.idleMs;
    }
    if (error instanceof SigningRefused || error instanceof LogDamage || error instanceof WitnessAhead) {
      await this.refuse(error.message);
    } else {
      this.log.warn({ err: error }, 'the log could not be written; trying again');
    }
    return this.times.troubleMs;
  }

  private async refuse(reason: string): Promise<void> {
    if (this.refusal !== reason) this.log.error({ reason }, 'the log refuses to sign');
    this.refusal = reason;
    if (this.lease === null) return;
    await noteRefusal(this.database, this.lease, reason).catch(() => undefined);
  }

  private async renew(): Promise<void> {
    const before = this.lease;
    if (before === null) return;
    try {
      const lease = await takeLogLease(this.database, this.holder, this.times.leaseMs);
      if (lease?.epoch !== before.epoch) this.lease = lease;
    } catch {
      // The next renewal, or the next step, finds out.
    }
  }

  /** Rests `ms`; without `ms`, until something was staged here or the time to look around has come. */
  private async pause(ms: number): Promise<void> {
    if (this.stopping) return;
    if (ms === 0 && this.woken) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms === 0 ? this.times.idleMs : ms);
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.wakeUp = (): void => {
        if (ms === 0 || this.stopping) end();
      };
    });
    this.wakeUp = () => undefined;
  }
}
