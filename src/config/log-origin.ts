import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLogOrigin } from '../ledger/names.js';
import { createOnce } from './once-file.js';
import { ConfigError } from './settings.js';

const fileName = 'log-origin';

/**
 * The log's origin when LOG_ORIGIN does not say it: `<host of PUBLIC_URL>/<year of creation>`, written into the data
 * directory at the first start and read from there for ever, because a log that changes its name is another log
 * (ledger.md §5).
 *
 * @throws ConfigError when the host cannot stand in a log's name (an IPv6 address, an underscore), or when the file was
 * damaged.
 */
export function resolveLogOrigin(
  settings: { readonly dataDir: string; readonly publicUrl: string },
  now: Date,
): string {
  const path = join(settings.dataDir, fileName);
  const { host } = new URL(settings.publicUrl);
  const first = `${host}/${now.getUTCFullYear()}`;
  if (!isLogOrigin(first) && !existsSync(path)) {
    throw new ConfigError([
      `LOG_ORIGIN: must be given, since ${host}, the host of PUBLIC_URL, cannot stand in the name of a log`,
    ]);
  }
  createOnce(path, `${first}\n`);
  const origin = readFileSync(path, 'utf8').trim();
  if (isLogOrigin(origin)) return origin;
  throw new ConfigError([`log-origin: ${path} does not hold the name of a log; restore it from your backup`]);
}
