import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceDurably } from '../config/durable-file.js';
import { ConfigError } from '../config/settings.js';
import { utf8Encode } from '../ledger/bytes.js';
import { LedgerError } from '../ledger/errors.js';
import { parseNote, type VerifierKey } from '../ledger/note.js';
import { lineageOf, openSuccession, type Lineage, type Succession } from '../ledger/succession.js';

const fileName = 'log-successions.json';

/** Which logs ended before this one and left it their tree; none for most. */
export class Successions {
  /** Oldest first. */
  readonly all: readonly Succession[];
  readonly lineage: Lineage;

  /** @throws LedgerError when a note is not signed by the keys that it names. */
  constructor(
    readonly origin: string,
    /** The signed notes (docs/spec/log.md §8), oldest first. */
    readonly notes: readonly string[],
  ) {
    this.all = notes.map((note) => openSuccession(parseNote(utf8Encode(note))));
    this.lineage = lineageOf(origin, this.all);
  }

  /** The keys of the logs that ended, oldest first. */
  get ended(): readonly VerifierKey[] {
    return this.all.map(({ ended }) => ended);
  }
}

/**
 * The successions of the data directory: beside the log's key, since who holds the one needs the other.
 *
 * @throws ConfigError when the file was damaged.
 */
export function readSuccessions(dataDir: string, origin: string): Successions {
  const path = join(dataDir, fileName);
  if (!existsSync(path)) return new Successions(origin, []);
  try {
    const notes: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (Array.isArray(notes) && notes.every((note) => typeof note === 'string')) {
      return new Successions(origin, notes);
    }
  } catch (error) {
    if (!(error instanceof LedgerError || error instanceof SyntaxError)) throw error;
  }
  throw new ConfigError([
    `log-successions.json: ${path} does not say how earlier logs ended; restore it from your backup`,
  ]);
}

/** Adds a note, durably. */
export async function addSuccession(dataDir: string, before: Successions, note: string): Promise<void> {
  await replaceDurably(join(dataDir, fileName), `${JSON.stringify([...before.notes, note], null, 2)}\n`);
}
