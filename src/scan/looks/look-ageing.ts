import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { civilDate } from '../../events/kinds/dates.js';
import { ageDays } from './looks.store.js';

const everyMs = 3_600_000;
/** For how long is kept in what a pattern is seen; a look is gone an hour after its ninetieth day at the latest. */
export const keptDays = 90;
const dayMs = 86_400_000;
/** First characters of codes: what is deleted at once is a part of the day that has run out. */
const firstCharacters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Forgets by day what looks left behind, all but the plain counts. */
@Injectable()
export class LookAgeing implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(LookAgeing.name);
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.attempt();
    this.timer = setInterval(() => {
      this.attempt();
    }, everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running.catch(() => undefined);
  }

  /** Forgets the days that ran out before `now`; may be repeated, also by several processes at once. */
  run(now = new Date()): Promise<void> {
    this.running = this.running.catch(() => undefined).then(() => this.runAll(now));
    return this.running;
  }

  private attempt(): void {
    this.run().catch((error: unknown) => {
      this.log.warn(`looks wait to be forgotten: ${error instanceof Error ? error.message : 'unknown'}`);
    });
  }

  private async runAll(now: Date): Promise<void> {
    const oldest = civilDate(new Date(now.getTime() - (keptDays - 1) * dayMs).toISOString());
    for (const first of firstCharacters) await ageDays(this.database, oldest, first);
  }
}
