import { randomUUID } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { isMissing, replaceDurably } from '../config/durable-file.js';
import type { ScanUri } from '../gs1/digital-link.js';
import type { RecallCopy } from '../web/recall-copy-page.js';
import type { ScanRecall } from '../web/scan-view.js';

/** What is kept: lots, and codes of all of them together. */
export const lotsMax = 2_000;
export const codesMax = 200_000;
/** A larger file is not one of ours, in bytes. */
const bytesMax = 32_000_000;
/** Longest text of a recall that is read back, in characters; what is recorded is shorter. */
const textMax = 10_000;
const format = 'furrow-recall-copies/1';

/** A recalled lot, under every code and lot number by which it is scanned (`lotKey`). */
export interface BookLot {
  readonly product: string | null;
  readonly recall: ScanRecall;
  readonly keys: readonly string[];
}

/** What everybody may know of the lots that are recalled, as of `savedAt` (RFC 3339). */
export interface RecallBook {
  readonly savedAt: string;
  /** Whether the service held the demo's data. */
  readonly demo: boolean;
  readonly lots: readonly BookLot[];
}

/** The copies of a book by their keys. */
export function copiesIn({ lots, savedAt }: RecallBook): ReadonlyMap<string, RecallCopy> {
  return new Map(
    lots.flatMap(({ product, recall, keys }) => {
      const copy = { product, recall, savedAt };
      return keys.map((key): [string, RecallCopy] => [key, copy]);
    }),
  );
}

/** The copy for what was scanned, or null. */
export function copyFor(copies: ReadonlyMap<string, RecallCopy>, scanned: ScanUri): RecallCopy | null {
  const key = scanned.form === 'plain' ? scanned.code : lotKey(scanned.gtin, scanned.lot);
  return copies.get(key) ?? null;
}

export function lotKey(gtin: string, lot: string): string {
  return `${gtin}/${lot}`;
}

/** The book on the disk, `DATA_DIR/recall-copies.json`: a start without the database reads there what is recalled. */
export class RecallBookFile {
  private readonly path: string;
  /** One for each process: several may write the one file. */
  private readonly draft: string;

  constructor(dataDir: string) {
    this.path = join(dataDir, 'recall-copies.json');
    this.draft = `${this.path}.${randomUUID()}.new`;
  }

  /** The book; null where there is none. @throws Error when what lies there is no book. */
  async read(): Promise<RecallBook | null> {
    const text = await this.text();
    return text === null ? null : parseBook(text);
  }

  /** Replaces the book, whole and durably. */
  async write({ savedAt, demo, lots }: RecallBook): Promise<void> {
    const text = JSON.stringify({ format, savedAt, demo, lots });
    await replaceDurably(this.path, `${text}\n`, this.draft).catch(async (error: unknown) => {
      await unlink(this.draft).catch(() => undefined);
      throw error;
    });
  }

  private async text(): Promise<string | null> {
    try {
      const file = await open(this.path, 'r');
      try {
        const stat = await file.stat();
        if (!stat.isFile() || stat.size > bytesMax) throw new Error('it is no file, or too large');
        return await file.readFile('utf8');
      } finally {
        await file.close();
      }
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
}

/** @throws Error when the text is no book: nothing is taken from one that is broken in a place. */
function parseBook(text: string): RecallBook {
  const book = membersOf(JSON.parse(text));
  if (book['format'] !== format) throw new Error('it is of another format');
  const lots = listOf(book['lots'], lotsMax).map(lotOf);
  const codes = lots.reduce((sum, { keys }) => sum + keys.length, 0);
  if (codes > codesMax + lotsMax) throw new Error('it has too many codes');
  const savedAt = textOf(book['savedAt']);
  if (Number.isNaN(Date.parse(savedAt))) throw new Error('it does not say when it was saved');
  return { savedAt, demo: book['demo'] === true, lots };
}

function lotOf(value: unknown): BookLot {
  const { product, recall: told, keys } = membersOf(value);
  const recall = membersOf(told);
  const announcedOn = textOf(recall['announcedOn']);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(announcedOn)) throw new Error('a recall has no day');
  return {
    product: textOrNull(product),
    recall: {
      reason: textOf(recall['reason']),
      advice: textOrNull(recall['advice']),
      by: textOf(recall['by']),
      announcedOn,
      lots: listOf(recall['lots'], lotsMax).map(textOf),
      phone: textOrNull(recall['phone']),
    },
    keys: listOf(keys, codesMax + lotsMax).map(textOf),
  };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Error('an object is missing');
}

function listOf(value: unknown, max: number): readonly unknown[] {
  if (Array.isArray(value) && value.length <= max) return value;
  throw new Error('a list is missing, or too long');
}

function textOf(value: unknown): string {
  if (typeof value === 'string' && value.length <= textMax) return value;
  throw new Error('a text is missing, or too long');
}

function textOrNull(value: unknown): string | null {
  return value === null ? null : textOf(value);
}
