import { ConfigError } from '../config/settings.js';
import type { Database } from '../database/database.js';
import { utf8Encode } from '../ledger/bytes.js';
import { openCheckpoint } from '../ledger/checkpoint.js';
import { LedgerError } from '../ledger/errors.js';
import { parseNote, type VerifierKey } from '../ledger/note.js';
import { beginLogState, readLogState } from './log-state.store.js';

/**
 * Makes the log at the first start; at every later one holds the database against the configuration.
 *
 * @throws ConfigError when the database is of another log, or its checkpoint was signed with another key.
 */
export async function beginLog(database: Database, origin: string, key: VerifierKey): Promise<void> {
  await beginLogState(database, origin);
  const state = await readLogState(database);
  if (state.origin !== origin) {
    throw new ConfigError([
      `LOG_ORIGIN: this database holds the log ${state.origin}, not ${origin}; a log keeps its name for ever (was its key being replaced? Then run furrow rotate-log-key again)`,
    ]);
  }
  if (state.published === null) return;
  try {
    openCheckpoint(parseNote(utf8Encode(state.published.note)), key);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new ConfigError([
      'log.key: the checkpoints in this database were signed with another key; restore DATA_DIR/log.key from your backup',
    ]);
  }
}
