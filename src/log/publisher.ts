import type { Database } from '../database/database.js';
import { utf8Encode } from '../ledger/bytes.js';
import { formatCheckpoint, openCheckpoint } from '../ledger/checkpoint.js';
import { sha256 } from '../ledger/hash.js';
import { formatNote, parseNote, type Note } from '../ledger/note.js';
import type { TreeHead } from '../ledger/proof.js';
import type { LogKey } from './log-key.js';
import { publishCheckpoint, type Lease, type LogState, type Published } from './log-state.store.js';
import { proveConsistency } from './prover.js';
import type { ReadBack } from './read-back.js';
import { refuseUnlessHighest, type SignedMark } from './signed-mark.js';
import type { StaticLog } from './static-log.js';
import type { WitnessSet } from './witness-set.js';

/** What a publisher works with. */
export interface PublisherParts {
  readonly key: LogKey;
  readonly mark: SignedMark;
  readonly readBack: ReadBack;
  readonly witnesses: WitnessSet;
  readonly files: StaticLog;
}

/**
 * Turns the integrated tree into a published checkpoint, in steps that can each be repeated:
 *
 *  1. recompute the tree from the stored entries, beginning at the highest tree that was signed;
 *  2. raise the mark on disk: from here on no other tree of this size is ever signed;
 *  3. sign (the same tree gives the same bytes again);
 *  4. ask the witnesses;
 *  5. write the static files, then the database's row: the commit point, from which readers see it.
 */
export class Publisher {
  constructor(
    private readonly database: Database,
    private readonly origin: string,
    private readonly parts: PublisherParts,
  ) {}

  /**
   * Publishes the tree of `state`; harmless when it is published already.
   *
   * @throws SigningRefused, LogDamage, WitnessAhead: nothing is signed or published until a person has looked.
   */
  async publish(lease: Lease, state: LogState): Promise<Published & { readonly witnessed: boolean }> {
    const { mark, readBack, witnesses, files } = this.parts;
    const from = (await mark.highest()) ?? this.publishedHead(state);
    await readBack.verify(from, state.tree);
    await mark.raise(state.tree);
    const note = await this.sign(state.tree);
    const { size } = state.tree;
    const { signatures, quorum } = await witnesses.cosign(note, size, (fromSize) =>
      proveConsistency(this.database, fromSize, size),
    );
    const cosigned = { ...note, signatures: [...note.signatures, ...signatures] };
    const published = { size, note: formatNote(cosigned) };
    await files.advance(published);
    await publishCheckpoint(this.database, lease, published, quorum);
    return { ...published, witnessed: quorum };
  }

  /** Whether there is a witness to ask. */
  get hasWitnesses(): boolean {
    return !this.parts.witnesses.isEmpty;
  }

  /** Holds the tree against the mark, even when nothing new is to be signed. @throws SigningRefused. */
  async check({ tree }: LogState): Promise<void> {
    const highest = await this.parts.mark.highest();
    if (highest !== null && highest.size >= tree.size) refuseUnlessHighest(tree, highest);
  }

  /**
   * Shows the witnesses what was last published, before anything new is signed: one that holds more has seen a later
   * tree of this log, and the database is older than that.
   *
   * @throws WitnessAhead.
   */
  async confirm({ published }: LogState): Promise<void> {
    if (published === null || !this.hasWitnesses) return;
    const note = parseNote(utf8Encode(published.note));
    const own = { ...note, signatures: note.signatures.filter(({ name }) => name === this.origin) };
    await this.parts.witnesses.cosign(own, published.size, (fromSize) =>
      proveConsistency(this.database, fromSize, published.size),
    );
  }

  /** What was last published, when this machine has signed nothing yet. */
  private publishedHead({ published }: LogState): TreeHead {
    if (published === null) return { size: 0, root: sha256(new Uint8Array(0)) };
    return openCheckpoint(parseNote(utf8Encode(published.note)), this.parts.key.verifier);
  }

  private async sign(tree: TreeHead): Promise<Note> {
    const text = formatCheckpoint({ origin: this.origin, ...tree });
    return { text, signatures: [await this.parts.key.signNote(text)] };
  }
}
