import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { civilDate } from '../events/kinds/dates.js';
import { Vault } from '../log/vault.js';
import { PeopleService, subjectOf } from '../parties/people.service.js';
import { ErasuresStore, type Erasure } from './erasures.store.js';
import { HeldRecordsReader } from './held-records.js';
import { PersonStatements } from './person-statements.js';
import { keptRecords, type KeptRecords } from './retention.js';

const everyMs = 60_000;
/** An erasure that waits is looked at again after this time at the latest: its records may go on, its period end. */
const lookAgainMs = 86_400_000;
const atOnceMax = 100;
const nobody = '00000000-0000-0000-0000-000000000000';

/**
 * Carries out erasures whose records need not be kept any more.
 *
 * Every step may be repeated, by this process after a crash or by another at the same time: restrict, destroy key and
 * disclosures, forget who it was, state it on the chain under an event id that was drawn with the request.
 */
@Injectable()
export class ErasureJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(ErasureJob.name);
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: ErasuresStore,
    private readonly vault: Vault,
    private readonly people: PeopleService,
    private readonly held: HeldRecordsReader,
    private readonly statements: PersonStatements,
  ) {}

  /** Goes on with what an earlier process left, and from then on by the clock. */
  onApplicationBootstrap(): void {
    this.attempt(() => this.vault.sweep());
    this.attempt(() => this.run());
    this.timer = setInterval(() => {
      this.attempt(() => this.run());
    }, everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running.catch(() => undefined);
  }

  /** Looks at everything that waits to be looked at by `now`; calls that overlap run one after another. */
  run(now = new Date()): Promise<void> {
    this.running = this.running.catch(() => undefined).then(() => this.runAll(now));
    return this.running;
  }

  private attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.log.warn(`an erasure waits: ${error instanceof Error ? error.message : 'unknown'}`);
    });
  }

  private async runAll(now: Date): Promise<void> {
    const failures: unknown[] = [];
    for (let after = { organizationId: nobody, personId: nobody }; ;) {
      const waiting = await this.store.waiting(now, after, atOnceMax);
      for (const erasure of waiting) {
        // One that fails must not keep the others waiting.
        await this.step(erasure, now).catch((error: unknown) => failures.push(error));
      }
      const last = waiting.at(-1);
      if (last === undefined) break;
      after = last;
    }
    if (failures.length > 0) throw failures[0];
  }

  private async step(erasure: Erasure, now: Date): Promise<void> {
    const { organizationId, eventId, requestedAt } = erasure;
    const subject = subjectOf(erasure);
    await this.vault.restrict(subject, requestedAt);
    if (erasure.destroyedAt === null) {
      const kept = keptRecords(await this.held.of(erasure), now.getTime());
      if (kept.length > 0) {
        await this.store.postpone(erasure, nextLook(kept, now));
        return;
      }
    }
    await this.vault.destroy(subject);
    await this.people.forget(erasure);
    await this.store.markDestroyed(erasure);
    const data = { ground: 'request', requestedOn: civilDate(requestedAt.toISOString()) };
    const { seq } = await this.statements.record(organizationId, eventId, 'erasure', data, []);
    await this.store.markStated(erasure, seq);
  }
}

function nextLook(kept: readonly KeptRecords[], now: Date): Date {
  const again = now.getTime() + lookAgainMs;
  const ends = kept.map(({ untilMs }) => untilMs ?? again);
  return new Date(Math.min(again, Math.max(...ends)));
}
