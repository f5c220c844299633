import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createOnce } from './once-file.js';

const fileName = 'log-origin';

/**
 * The log's origin when LOG_ORIGIN does not say it: `<host of PUBLIC_URL>/<year of creation>`, written into the data
 * directory at the first start and read from there for ever, because a log that changes its name is another log
 * (ledger.md §5).
 */
export function resolveLogOrigin(
  settings: { readonly dataDir: string; readonly publicUrl: string },
  now: Date,
): string {
  const path = join(settings.dataDir, fileName);
  createOnce(path, `${new URL(settings.publicUrl).host}/${now.getUTCFullYear()}\n`);
  return readFileSync(path, 'utf8').trim();
}
