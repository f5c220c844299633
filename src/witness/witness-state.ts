import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hexEncode, utf8Encode } from '../ledger/bytes.js';
import type { Checkpoint } from '../ledger/checkpoint.js';
import { checkCosignature } from '../ledger/cosignature.js';
import { sha256 } from '../ledger/hash.js';
import { formatNote, type Note, parseNote, type VerifierKey } from '../ledger/note.js';
import { replaceDurably, syncDirectory } from '../config/durable-file.js';
import { parseExtended } from './witness.js';

/**
 * What a witness cosigned last for each log: one file an origin, `checkpoints/<SHA-256 of the origin>`, which holds the
 * checkpoint with the log's signatures and the witness's own.
 *
 * A file that is not what the witness wrote is an error, never an empty beginning: forgetting is the one thing that a
 * witness must not do.
 */
export class WitnessState {
  private readonly folder: string;

  constructor(
    directory: string,
    private readonly key: VerifierKey,
  ) {
    this.folder = join(directory, 'checkpoints');
  }

  async open(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await syncDirectory(dirname(this.folder));
  }

  /** The stored note and its tree head; null when nothing was cosigned for the origin. */
  async find(origin: string): Promise<{ readonly text: string; readonly checkpoint: Checkpoint } | null> {
    const text = await readIfThere(this.pathOf(originHash(origin)));
    if (text === null) return null;
    try {
      const note = parseNote(utf8Encode(text));
      const checkpoint = parseExtended(note.text);
      if (checkpoint.origin === origin && 'time' in checkCosignature(note, this.key))
        return { text, checkpoint };
    } catch (error) {
      throw new StateError(this.pathOf(originHash(origin)), error);
    }
    throw new StateError(this.pathOf(originHash(origin)));
  }

  /** The text of the note stored under an origin's hash, as monitors ask for it. */
  async findByHash(hash: string): Promise<string | null> {
    return readIfThere(this.pathOf(hash));
  }

  /** Stores a cosigned checkpoint. The commit point is the renaming inside; durable when this answers. */
  async store(origin: string, note: Note): Promise<void> {
    await replaceDurably(this.pathOf(originHash(origin)), formatNote(note));
  }

  private pathOf(hash: string): string {
    return join(this.folder, hash);
  }
}

/** A stored checkpoint that the witness did not write. */
export class StateError extends Error {
  constructor(path: string, cause?: unknown) {
    super(`${path} is damaged, or of another witness: restore it, the witness must not forget`, { cause });
    this.name = 'StateError';
  }
}

/** SHA-256 of an origin in lower-case hexadecimal (C2SP tlog-witness, Monitor Retrieval Mechanism). */
function originHash(origin: string): string {
  return hexEncode(sha256(utf8Encode(origin)));
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
