import { Injectable } from '@nestjs/common';
import { utf8Encode } from '../ledger/bytes.js';
import { type Checkpoint, openCheckpoint } from '../ledger/checkpoint.js';
import { LedgerError } from '../ledger/errors.js';
import { parseNote } from '../ledger/note.js';
import { checkInclusion } from '../ledger/proof.js';
import { checkWitnesses } from '../ledger/witnessing.js';
import { LogKey } from '../log/log-key.js';
import { LogPolicy } from '../log/log-policy.js';
import { LogReader } from '../log/log-reader.js';
import type { RecordReport } from './record-checker.js';

/** How old the word of a record that still waits for the log may be, in milliseconds. */
const waitingLifeMs = 300;

/** How a record stands in the public log. */
export interface LogStanding {
  /** `wrong`: a proof does not hold; `waiting`: some entries are not under a published checkpoint yet. */
  readonly inclusion: 'pass' | 'waiting' | 'wrong' | 'unknown';
  /** Number of the first entry whose proof does not hold, or null. */
  readonly wrongSeq: number | null;
  /** Whether the checkpoint bears its quorum of witnesses, each cosignature verified. */
  readonly witnessed: boolean;
  /** The checkpoint the proofs were held against, as published; null when there is none. */
  readonly note: string | null;
  readonly size: number;
  /** Place of the record's last entry in the log, from 0; null unless its inclusion passed. */
  readonly headIndex: number | null;
}

interface OpenedCheckpoint {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly witnessed: boolean;
}

const unread: LogStanding = {
  inclusion: 'unknown',
  wrongSeq: null,
  witnessed: false,
  note: null,
  size: 0,
  headIndex: null,
};

/**
 * Holds every entry of a checked record against the public log: its inclusion proof, the log's signature on the
 * checkpoint, and the cosignatures of the policy's witnesses.
 *
 * A record that passed under a witnessed checkpoint stays so, because the log only grows; anything less is looked at
 * again after a moment.
 */
@Injectable()
export class LogStandings {
  private readonly known = new WeakMap<RecordReport, { standing: Promise<LogStanding>; untilMs: number }>();
  private opened: OpenedCheckpoint | null = null;

  constructor(
    private readonly log: LogReader,
    private readonly key: LogKey,
    private readonly policy: LogPolicy,
  ) {}

  /** How the record of a report stands. A record that does not hold is not looked for. */
  async of(report: RecordReport): Promise<LogStanding> {
    if (report.fault !== null) return unread;
    const known = this.known.get(report);
    if (known !== undefined && performance.now() < known.untilMs) return known.standing;
    const look = { standing: this.look(report), untilMs: performance.now() + waitingLifeMs };
    this.known.set(report, look);
    look.standing.then(
      ({ inclusion, witnessed }) => {
        if (inclusion === 'pass' && witnessed) look.untilMs = Infinity;
      },
      () => this.known.delete(report),
    );
    return look.standing;
  }

  private async look(report: RecordReport): Promise<LogStanding> {
    const published = await this.log.checkpoint();
    if (published === null) return { ...unread, inclusion: 'waiting' };
    const opened = this.open(published.note);
    if (opened === null) return { ...unread, inclusion: 'wrong', note: published.note };
    const { note, witnessed, checkpoint } = opened;
    const standing = { ...unread, note, witnessed, size: checkpoint.size };
    const indexes = await this.log.chainIndexes(report.head);
    const places = report.entries.map(({ seq }) => indexes.get(seq) ?? Infinity);
    if (places.some((index) => index >= checkpoint.size)) return { ...standing, inclusion: 'waiting' };
    const proofs = await this.log.prove(places, checkpoint.size);
    const wrong = report.entries.find(({ leafHash }, at) => {
      const index = places[at] ?? Infinity;
      return checkInclusion(checkpoint, index, leafHash, proofs[at] ?? []) !== null;
    });
    if (wrong !== undefined) return { ...standing, inclusion: 'wrong', wrongSeq: wrong.seq };
    return { ...standing, inclusion: 'pass', headIndex: indexes.get(report.head.seq) ?? null };
  }

  /** Verifies a checkpoint's signatures, once a checkpoint; null when it is not the log's. */
  private open(text: string): OpenedCheckpoint | null {
    if (this.opened?.note === text) return this.opened;
    try {
      const note = parseNote(utf8Encode(text));
      const checkpoint = openCheckpoint(note, this.key.verifier);
      const witnessing = checkWitnesses(note, this.policy.policy);
      const witnessed = 'isQuorum' in witnessing && witnessing.isQuorum;
      this.opened = { note: text, checkpoint, witnessed };
      return this.opened;
    } catch (error) {
      if (error instanceof LedgerError) return null;
      throw error;
    }
  }
}
