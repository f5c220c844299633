import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { DemoMark } from '../access/demo-mark.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import type { ScanUri } from '../gs1/digital-link.js';
import { PartyFacts } from '../parties/facts.js';
import { RecalledLots, type RecalledLot } from '../recalls/recalled-lots.service.js';
import type { RecallCopy } from '../web/recall-copy-page.js';
import {
  codesMax,
  copiesIn,
  copyFor,
  lotKey,
  lotsMax,
  RecallBookFile,
  type BookLot,
  type RecallBook,
} from './recall-book.js';
import { listBatchCodes } from './scan.store.js';

const everyMs = 30_000;
/** A file that says the same is written anew after this time, so that `savedAt` is at most so old while the service runs. */
const rewriteMs = 3_600_000;

/**
 * What pages say of recalled lots while the database does not answer: a copy made anew every 30 seconds, so that a
 * recall is told when nothing else can be. Every process keeps its own in memory; the one in the data directory is for
 * the next start.
 */
@Injectable()
export class RecallCopies implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(RecallCopies.name);
  private readonly file: RecallBookFile;
  private copies: ReadonlyMap<string, RecallCopy> = new Map();
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private written = { content: '', atMs: 0 };

  constructor(
    private readonly lots: RecalledLots,
    private readonly parties: PartyFacts,
    private readonly database: Database,
    private readonly mark: DemoMark,
    config: Config,
  ) {
    this.file = new RecallBookFile(config.dataDir);
  }

  async onModuleInit(): Promise<void> {
    try {
      const book = await this.file.read();
      if (book !== null) this.copies = copiesIn(book);
    } catch (error) {
      this.log.warn(`the file of recall copies is left aside: ${reasonOf(error)}`);
    }
  }

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

  /** The copy for what was scanned, or null. */
  find(scanned: ScanUri): RecallCopy | null {
    return copyFor(this.copies, scanned);
  }

  /** Makes the copies anew; those of before stay when that fails. */
  refresh(): Promise<void> {
    this.running = this.running.catch(() => undefined).then(() => this.make());
    return this.running;
  }

  private attempt(): void {
    this.refresh().catch((error: unknown) => {
      this.log.warn(`copies of recalls wait: ${reasonOf(error)}`);
    });
  }

  private async make(): Promise<void> {
    const savedAt = new Date().toISOString();
    const lots: BookLot[] = [];
    let room = codesMax;
    for (const lot of await this.lots.list(lotsMax)) {
      const entry = await this.lotOf(lot, room);
      room = Math.max(0, room - entry.keys.length);
      lots.push(entry);
    }
    const book = { savedAt, demo: this.mark.isDemo, lots };
    this.copies = copiesIn(book);
    await this.keep(book);
  }

  private async lotOf({ batch, recall }: RecalledLot, room: number): Promise<BookLot> {
    const product = await this.parties.product(batch.productId);
    const isNumbered = product?.gtin != null && batch.lot !== null;
    const lot = isNumbered ? [lotKey(product.gtin, batch.lot)] : [];
    const codes = await listBatchCodes(this.database, batch, room);
    return { product: product?.name ?? null, recall, keys: [...lot, ...codes] };
  }

  private async keep(book: RecallBook): Promise<void> {
    const content = JSON.stringify([book.demo, book.lots]);
    const { atMs } = this.written;
    if (content === this.written.content && performance.now() - atMs < rewriteMs) return;
    await this.file.write(book);
    this.written = { content, atMs: performance.now() };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown';
}
