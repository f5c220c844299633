import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.js';
import { ConfigError } from '../config/settings.js';
import type { Database } from '../database/database.js';
import { parseEntry } from '../ledger/entry.js';
import { formatVerifierKey } from '../ledger/note.js';
import { parseStatement } from '../ledger/statement.js';
import { formatTrust, parseTrust } from '../ledger/trust.js';
import { utf8Encode } from '../ledger/bytes.js';
import { findLogVerifier } from '../log/log-key.js';
import { LogPolicy } from '../log/log-policy.js';
import { LogReader } from '../log/log-reader.js';
import { StaticLog } from '../log/static-log.js';
import { readSuccessions } from '../log/successions.js';
import { openCosigner } from '../witness/witness-key.js';
import { exportReadme } from './export-readme.js';
import { withDatabase, type Say } from './with-database.js';

const nothing = { published: null, witnessed: null };

/**
 * `furrow export <dir>`: the log as it was last published, as files that verify without the service: hash tiles, entry
 * bundles, the checkpoint with its cosignatures, the trust file, and a page that says how.
 *
 * Needs the database and the data directory of the service. Works beside a running service, too: what is published
 * does not change, and an embedded PostgreSQL that runs is joined.
 *
 * @throws ConfigError with what the operator must change.
 */
export async function exportLog(config: Config, args: readonly string[], say: Say): Promise<void> {
  const directory = readDirectory(args);
  await withDatabase(config, (database) => writeLog(database, config, directory, say));
}

async function writeLog(database: Database, config: Config, directory: string, say: Say): Promise<void> {
  const reader = new LogReader(database);
  const { published, witnessed } = (await reader.isBegun()) ? await reader.state() : nothing;
  if (published === null) {
    throw new ConfigError([
      `日志还没有发布过检查点，没有可导出的内容；请先运行服务 · the log has published nothing yet; run the service first`,
    ]);
  }
  const trust = await trustText(reader, config);
  await mkdir(directory, { recursive: true });
  await new StaticLog(database, { directory, entries: true }).advance(published);
  await writeFile(join(directory, 'trust.json'), trust);
  await writeFile(join(directory, 'README.txt'), exportReadme(config.logOrigin, published.size));
  say(`已导出 ${published.size} 条 · exported ${published.size} entries: ${directory}`);
  if (witnessed?.size !== published.size) {
    say('最后的检查点尚未见证 · the last checkpoint is not yet witnessed');
  }
  say(`核查 · verify: furrow audit ${directory} --trust ${join(directory, 'trust.json')}`);
}

/** The trust file of this service: what pins its log, its witnesses and its operator. */
async function trustText(reader: LogReader, config: Config): Promise<string> {
  const verifier = await findLogVerifier(config);
  const { ended, notes } = readSuccessions(config.dataDir, config.logOrigin);
  const witnesses = config.witnesses ?? (await besideWitness(config));
  const { text: policy } = new LogPolicy(verifier, witnesses, ended);
  const text = formatTrust({ operator: await operatorOf(reader), policy, successions: notes });
  parseTrust(utf8Encode(text));
  return text;
}

/** The policy of the witness that runs beside a service which names no others. */
async function besideWitness({ dataDir, publicHost }: Config): Promise<string> {
  const directory = join(dataDir, 'witness');
  if (!existsSync(join(directory, 'witness-key.json'))) return 'quorum none\n';
  const { key } = await openCosigner(directory, null, `${publicHost}/witness`);
  return `witness beside ${formatVerifierKey(key)}\nquorum beside\n`;
}

/** The log begins with the operator's own registration, signed with its first key. */
async function operatorOf(reader: LogReader): Promise<{ organization: string; kid: string }> {
  const [first] = await reader.entries(0, 1);
  const { header, payload } = parseStatement(parseEntry(first?.entry ?? new Uint8Array(0)).statement);
  if (payload.kind !== 'organization-registered' || payload.iss !== payload.sub) {
    throw new ConfigError([
      '日志不是以运营者登记开始，无法写出信任文件 · the log does not begin with its operator’s registration',
    ]);
  }
  return { organization: payload.iss, kid: header.kid };
}

/** A new or empty directory, or one that an earlier export wrote: the log in it only grows. */
function readDirectory(args: readonly string[]): string {
  const { positionals } = parsed(args);
  const [given, ...others] = positionals;
  if (given === undefined || given === '' || others.length > 0) {
    throw new ConfigError(['furrow export <目录 directory>']);
  }
  const directory = resolve(given);
  const isUsed = existsSync(directory) && readdirSync(directory).length > 0;
  if (isUsed && !existsSync(join(directory, 'checkpoint'))) {
    throw new ConfigError([
      `${directory}：目录不是空的，也不是先前导出的日志 · is neither empty nor an earlier export`,
    ]);
  }
  return directory;
}

function parsed(args: readonly string[]): { positionals: string[] } {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: {} });
  } catch (error) {
    throw new ConfigError([`furrow export: ${error instanceof Error ? error.message : 'unknown'}`]);
  }
}
