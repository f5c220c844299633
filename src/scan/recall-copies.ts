import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { ScanUri } from '../gs1/digital-link.js';
import { PartyFacts } from '../parties/facts.js';
import { RecalledLots, type RecalledLot } from '../recalls/recalled-lots.service.js';
import type { RecallCopy } from '../web/recall-copy-page.js';
import { listBatchCodes } from './scan.store.js';

const everyMs = 30_000;
/** What is kept: lots, and codes of all of them together. */
const lotsMax = 2_000;
const codesMax = 200_000;
/** A page that has a copy waits so long for the database. */
export const patienceMs = 1_500;

/**
 * What pages say of recalled lots while the database does not answer: a copy in memory, made anew every 30 seconds, so
 * that a recall is told when nothing else can be. Every process keeps its own.
 */
@Injectable()
export class RecallCopies implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(RecallCopies.name);
  private copies: ReadonlyMap<string, RecallCopy> = new Map();
  private running: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly lots: RecalledLots,
    private readonly parties: PartyFacts,
    private readonly database: Database,
  ) {}

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
    const key = scanned.form === 'plain' ? scanned.code : lotKey(scanned.gtin, scanned.lot);
    return this.copies.get(key) ?? null;
  }

  /** Makes the copies anew; those of before stay when that fails. */
  refresh(): Promise<void> {
    this.running = this.running.catch(() => undefined).then(() => this.make());
    return this.running;
  }

  private attempt(): void {
    this.refresh().catch((error: unknown) => {
      this.log.warn(`copies of recalls wait: ${error instanceof Error ? error.message : 'unknown'}`);
    });
  }

  private async make(): Promise<void> {
    const savedAt = new Date().toISOString();
    const copies = new Map<string, RecallCopy>();
    for (const lot of await this.lots.list(lotsMax)) await this.add(copies, lot, savedAt);
    this.copies = copies;
  }

  private async add(
    copies: Map<string, RecallCopy>,
    { batch, recall }: RecalledLot,
    savedAt: string,
  ): Promise<void> {
    const product = await this.parties.product(batch.productId);
    const copy = { product: product?.name ?? null, recall, savedAt };
    if (product?.gtin != null && batch.lot !== null) copies.set(lotKey(product.gtin, batch.lot), copy);
    const codes = await listBatchCodes(this.database, batch, Math.max(0, codesMax - copies.size));
    for (const code of codes) copies.set(code, copy);
  }
}

function lotKey(gtin: string, lot: string): string {
  return `${gtin}/${lot}`;
}
