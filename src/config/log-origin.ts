import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isLogOrigin } from '../ledger/names.js';
import { replaceDurably } from './durable-file.js';
import { createOnce } from './once-file.js';
import { ConfigError } from './settings.js';

const fileName = 'log-origin';
const nextFileName = 'log-origin.next';

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
  return readOrigin(path);
}

/** `ledger.example.org/2026` → `ledger.example.org/2026-2` → `…-3`. */
export function followingOrigin(origin: string): string {
  const [, stem = origin, number = '1'] = /^(.*\/\d{4})(?:-(\d+))?$/.exec(origin) ?? [];
  return `${stem}-${Number(number) + 1}`;
}

/** The log's origin as the data directory keeps it; null where the environment gives it. @throws ConfigError. */
export function keptOrigin(dataDir: string): string | null {
  const path = join(dataDir, fileName);
  return existsSync(path) ? readOrigin(path) : null;
}

/** The origin of the log that is to follow: `first` at the first call, the same one until `takeNextOrigin`. */
export function nextLogOrigin(dataDir: string, first: string): string {
  const path = join(dataDir, nextFileName);
  createOnce(path, `${first}\n`);
  return readOrigin(path);
}

/**
 * Refuses work while the change to a next origin has begun and not ended: nothing may come after the entry that ends a
 * log, and the next key lies beside the present one, sealed under the master key of now.
 *
 * @throws ConfigError that names the command which ends the change.
 */
export function refuseOriginChange(dataDir: string): void {
  if (!existsSync(join(dataDir, nextFileName))) return;
  throw new ConfigError([
    '日志密钥正在更换，尚未完成；请先运行 furrow rotate-log-key · the key of the log is being replaced: run furrow rotate-log-key first',
  ]);
}

/** Makes the next origin the one that later starts read; harmless when that was done. */
export async function takeNextOrigin(dataDir: string, origin: string): Promise<void> {
  await replaceDurably(join(dataDir, fileName), `${origin}\n`);
  await rm(join(dataDir, nextFileName), { force: true });
}

function readOrigin(path: string): string {
  const origin = readFileSync(path, 'utf8').trim();
  if (isLogOrigin(origin)) return origin;
  throw new ConfigError([`log-origin: ${path} does not hold the name of a log; restore it from your backup`]);
}
