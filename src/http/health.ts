import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Drain } from './drain.js';
import { HealthAnswer } from './health.dto.js';
import { Metrics } from './metrics.js';
import { DomainError } from './problems.js';

/** The database must answer within this time, in milliseconds. */
const pingMs = 1_000;
const ping = { name: 'health-ping', text: 'select 1' };
const nobody = { organizations: [], regions: [] };

@Injectable()
export class Health {
  private pending: Promise<boolean> | null = null;
  private readonly watches: (() => Promise<string | null>)[] = [];

  constructor(
    private readonly database: Database,
    private readonly drain: Drain,
    private readonly measurements: Metrics,
  ) {}

  /** Adds a watch: it answers what needs a person, in plain words, or null. It must not take long, and never rejects. */
  watch(trouble: () => Promise<string | null>): void {
    this.watches.push(trouble);
  }

  /** @throws DomainError `unavailable` when the database does not answer in time, or the service is stopping. */
  async ready(): Promise<HealthAnswer> {
    if (!this.drain.isDraining && (await this.databaseAnswers())) return this.troubled();
    throw new DomainError('unavailable', {
      zh: this.drain.isDraining ? '服务正在停止。' : '数据库没有应答。',
      en: this.drain.isDraining ? 'The service is stopping.' : 'The database does not answer.',
    });
  }

  private async troubled(): Promise<HealthAnswer> {
    const answers = await Promise.all(this.watches.map((watch) => watch()));
    const troubles = answers.filter((answer) => answer !== null);
    return troubles.length === 0 ? { status: 'ok' } : { status: 'degraded', troubles };
  }

  async metrics(): Promise<string> {
    return this.measurements.registry.metrics();
  }

  /** Questions asked together share one query, so that probes cannot fill the pool while the database hangs. */
  private async databaseAnswers(): Promise<boolean> {
    const { database } = this;
    this.pending ??= Promise.all([database.read(ping, []), database.tenant(nobody).read(ping, [])])
      .then(() => true)
      .catch(() => false)
      .finally(() => {
        this.pending = null;
      });
    const late = new Promise<boolean>((resolve) => {
      setTimeout(resolve, pingMs, false).unref();
    });
    return Promise.race([this.pending, late]);
  }
}
