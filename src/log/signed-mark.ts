import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createDurably } from '../config/durable-file.js';
import { equalBytes } from '../ledger/bytes.js';
import { formatCheckpoint, parseCheckpoint } from '../ledger/checkpoint.js';
import { LedgerError } from '../ledger/errors.js';
import type { TreeHead } from '../ledger/proof.js';
import type { Lineage } from '../ledger/succession.js';

const markName = /^\d{1,16}$/;

/** The tree that is to be signed is not an extension of what was signed. */
export class SigningRefused extends Error {
  override readonly name = 'SigningRefused';
}

/**
 * The highest tree that was ever signed, under this log's name or that of one it goes on from, in files outside the database (ledger.md §5): a backup of the database that is
 * restored under a running log, or tables that someone rewrote, cannot take it back.
 *
 * One file a mark, named by its size and never changed, so that of two writers none can lower what the other raised.
 */
export class SignedMark {
  private known: TreeHead | null = null;

  constructor(
    private readonly directory: string,
    private readonly lineage: Lineage,
  ) {}

  /** The highest mark, or null when nothing was signed here yet. */
  async highest(): Promise<TreeHead | null> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    const sizes = (await this.sizes()).sort((a, b) => b - a);
    const [size] = sizes;
    if (size === undefined) return null;
    if (this.known?.size === size) return this.known;
    this.known = this.parse(size, await readFile(join(this.directory, String(size)), 'utf8'));
    return this.known;
  }

  /**
   * Raises the mark; on disk when it answers. The caller has checked that `head` extends the highest mark.
   *
   * @throws SigningRefused when a larger tree, or another one of this size, was signed.
   */
  async raise(head: TreeHead): Promise<void> {
    refuseUnlessHighest(head, await this.highest());
    await createDurably(
      join(this.directory, String(head.size)),
      formatCheckpoint({ origin: this.lineage.origin, ...head }),
    );
    // Read back: another process may have been first.
    refuseUnlessHighest(head, await this.highest());
    await this.dropBelow(head.size);
  }

  private parse(size: number, text: string): TreeHead {
    try {
      const checkpoint = parseCheckpoint(text);
      if (this.isOwn(checkpoint.origin) && checkpoint.size === size) return { size, root: checkpoint.root };
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
    }
    throw new SigningRefused(`the mark ${size} in ${this.directory} is not one of this log`);
  }

  private isOwn(origin: string): boolean {
    return [this.lineage, ...this.lineage.earlier].some((log) => log.origin === origin);
  }

  private async dropBelow(size: number): Promise<void> {
    for (const lower of await this.sizes()) {
      if (lower < size) await unlink(join(this.directory, String(lower))).catch(() => undefined);
    }
  }

  private async sizes(): Promise<number[]> {
    return (await readdir(this.directory)).filter((name) => markName.test(name)).map(Number);
  }
}

/**
 * Equal sizes must have equal roots; a smaller tree is never signed after a larger one.
 *
 * @throws SigningRefused with the reason in plain words.
 */
export function refuseUnlessHighest(head: TreeHead, highest: TreeHead | null): void {
  if (highest === null || highest.size < head.size) return;
  if (highest.size > head.size) {
    throw new SigningRefused(
      `the database holds ${head.size} entries, but a tree of ${highest.size} was signed: it is older than the log`,
    );
  }
  if (!equalBytes(highest.root, head.root)) {
    throw new SigningRefused(`another tree of ${head.size} entries was signed: entries were changed`);
  }
}
