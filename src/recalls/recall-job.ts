import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { NoticesStore } from './notices.store.js';
import { ReachService } from './reach.service.js';
import { RecallReader, type Recall } from './recall-reader.js';
import { WatchesStore } from './watches.store.js';
import { WebhookJob } from './webhook-job.js';

/** What was recalled is looked through again after this time: more may have been made of it or received. */
const everyMs = 30_000;
const pageMax = 200;
const nothing = '00000000-0000-0000-0000-000000000000';

/**
 * Finds what recalls reach, and tells the holders.
 *
 * Every step may be repeated, by this process after a crash or by another at the same time: of one recall a holder is
 * told of each batch once. A rehearsal is listed, which times it, and nobody is told.
 */
@Injectable()
export class RecallJob implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(RecallJob.name);
  private readonly fresh = new Set<string>();
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly reader: RecallReader,
    private readonly reach: ReachService,
    private readonly watches: WatchesStore,
    private readonly notices: NoticesStore,
    private readonly webhooks: WebhookJob,
  ) {}

  onApplicationBootstrap(): void {
    this.attempt(() => this.run());
    this.timer = setInterval(() => {
      this.attempt(() => this.run());
    }, everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running.catch(() => undefined);
  }

  /** Says that entries of a recall were recorded; it is looked through at once. */
  hint(recallId: string): void {
    this.fresh.add(recallId);
    this.attempt(() => this.run());
  }

  /** Looks through every recall that was not looked through since a while by `now`; calls run one after another. */
  run(now = new Date()): Promise<void> {
    this.running = this.running.catch(() => undefined).then(() => this.runAll(now));
    return this.running;
  }

  private attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.log.warn(`a recall waits: ${error instanceof Error ? error.message : 'unknown'}`);
    });
  }

  private async runAll(now: Date): Promise<void> {
    const failures: unknown[] = [];
    for (let after: string | undefined = nothing; after !== undefined;) {
      const ids: string[] = await this.reader.standingIds(after, pageMax);
      const watches = await this.watches.of(ids);
      const hinted = new Set(ids.filter((id) => this.fresh.delete(id)));
      const due = ids.filter((id) => {
        const lookedAtMs = watches.get(id)?.lookedAtMs ?? 0;
        return hinted.has(id) || lookedAtMs <= now.getTime() - everyMs;
      });
      for (const recall of await this.reader.findAll(due)) {
        if (recall.mock && watches.has(recall.id) && !hinted.has(recall.id)) continue;
        // One that fails must not keep the others waiting.
        await this.look(recall).catch((error: unknown) => failures.push(error));
      }
      after = ids.at(-1);
    }
    if (failures.length > 0) throw failures[0];
  }

  private async look(recall: Recall): Promise<void> {
    const suspects = recall.suspects.filter(({ withdrawnSeq }) => withdrawnSeq === null);
    const { steps, complete } = await this.reach.from(suspects.map(({ batchId }) => batchId));
    if (!recall.mock) await this.tellHolders(recall, [...steps.keys()]);
    // Until all its entries are recorded, what was found is not all.
    const isAll = complete && recall.suspects.length === recall.said.batches.length;
    const lookedAtMs = Date.now();
    const watch = { recallId: recall.id, listedAtMs: isAll ? lookedAtMs : null, lookedAtMs };
    await this.watches.save(recall.issuerId, watch);
  }

  /** Every holder but the one who recalls. */
  private async tellHolders({ id, issuerId }: Recall, reached: readonly string[]): Promise<void> {
    const holders = new Map<string, string[]>();
    for (const { id: batch, organizationId } of await this.reach.batches(reached))
      if (organizationId !== issuerId)
        holders.set(organizationId, [...(holders.get(organizationId) ?? []), batch]);
    for (const [organizationId, batches] of holders) {
      const notice = { organizationId, id: uuidv7(), recallId: id, issuerId, madeAtMs: Date.now() };
      await this.notices.insert(notice, batches);
    }
    if (holders.size > 0) this.webhooks.hint();
  }
}
