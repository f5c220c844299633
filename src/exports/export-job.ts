import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { DomainError } from '../http/problems.js';
import { ExportFiles, FileTooLarge } from './export-files.js';
import { ExportMaker } from './export-maker.js';
import {
  type Export,
  type ExportFailure,
  expireExport,
  failExport,
  finishExport,
  leaveExports,
  listOldExports,
  seeExports,
} from './exports.store.js';
import { SheetFull } from './table.js';

const everyMs = 20_000;
/** An export whose process was not heard of for so long, in milliseconds, is given up: only that process has its actor. */
const silentMsMax = 90_000;
const waitingMax = 50;

/**
 * Makes files one after another, and removes them when they expire.
 *
 * What was asked for lives in this process alone, with the rights of who asked: when it stops, what waits has failed, and
 * is asked for again.
 */
@Injectable()
export class ExportJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly files: ExportFiles;
  private readonly log = new Logger(ExportJob.name);
  private readonly waiting = new Map<string, Export>();
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(
    private readonly database: Database,
    private readonly maker: ExportMaker,
    config: Config,
  ) {
    this.files = new ExportFiles(config.dataDir);
  }

  onApplicationBootstrap(): void {
    this.attempt(() => this.run());
    this.timer = setInterval(() => {
      this.attempt(() => this.run());
    }, everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.stopping = true;
    await this.running;
  }

  /** Whether no more may wait. */
  get isFull(): boolean {
    return this.waiting.size >= waitingMax;
  }

  /** Makes the file of an export after those that wait. */
  add(actor: Actor, one: Export): void {
    this.waiting.set(one.id, one);
    this.running = this.running.then(() => this.make(actor, one));
  }

  /** Removes what expired by `now`, and gives up what other processes left. */
  async run(now = new Date()): Promise<void> {
    await seeExports(this.database, [...this.waiting.keys()]);
    await leaveExports(this.database, silentMsMax);
    for (const id of await listOldExports(this.database, now)) {
      // First the file: what is called expired is gone.
      await this.files.remove(id);
      await expireExport(this.database, id);
    }
  }

  private async make(actor: Actor, one: Export): Promise<void> {
    try {
      if (this.stopping) await failExport(this.database, one, 'interrupted');
      else
        await finishExport(
          this.database,
          one,
          await this.files.write(one.id, this.partsUntilStop(actor, one)),
        );
    } catch (error) {
      const reason = this.stopping ? 'interrupted' : reasonOf(error);
      if (reason === 'broken') this.log.error(`an export broke off: ${String(error)}`);
      await failExport(this.database, one, reason).catch(() => undefined);
    } finally {
      this.waiting.delete(one.id);
    }
  }

  private async *partsUntilStop(actor: Actor, one: Export): ReturnType<ExportMaker['partsOf']> {
    const parts = this.maker.partsOf(actor, one);
    for (;;) {
      const step = await parts.next();
      if (step.done === true) return step.value;
      if (this.stopping) throw new Error('the service stops');
      yield step.value;
    }
  }

  private attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.log.warn(`exports wait: ${error instanceof Error ? error.message : 'unknown'}`);
    });
  }
}

function reasonOf(error: unknown): ExportFailure {
  if (error instanceof FileTooLarge || error instanceof SheetFull) return 'too-large';
  if (!(error instanceof DomainError)) return 'broken';
  if (error.slug === 'evidence-too-large') return 'too-large';
  return error.slug === 'not-in-log' ? 'not-in-log' : 'broken';
}
