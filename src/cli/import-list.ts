import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../config/settings.js';
import type { ProblemDocument } from '../http/problem-document.js';
import { findListName, listNames } from '../lists/names.js';
import type { Say } from './with-database.js';

const [publishedCode, refusedCode, unknownCode] = [0, 2, 3];
/** The service answers within three seconds of the last byte; the rest is the way. */
const answerWithinMs = 60_000;
const types: Readonly<Record<string, string>> = { '.csv': 'text/csv', '.json': 'application/json' };
/** Refusals that say nothing about the list. */
const passing = new Set([401, 403, 408, 429]);

interface Import {
  readonly url: URL;
  readonly token: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly json: boolean;
}

/** What the service answered: a version, or a problem. */
interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * `furrow import-list`: publishes a version of a list through the API of a running service, in the name of the admin
 * whose access token is in the file. Run again it finds what was published; so it may be, whatever it ended with.
 *
 * Ends with 0 when the version is published, 2 when the list is refused, 3 when that could not be found out.
 *
 * @throws ConfigError when the command is not one that can be carried out.
 */
export async function importList(args: readonly string[], say: Say): Promise<number> {
  const wanted = readCommand(args);
  const warn = (line: string): void => void process.stderr.write(`${line}\n`);
  warn(`发送 ${wanted.bytes.length} 字节 · sending ${wanted.bytes.length} bytes: ${wanted.url.origin}`);
  const answered = await send(wanted);
  if (typeof answered === 'string') {
    if (wanted.json) say(JSON.stringify({ ok: false, reason: answered }));
    else warn(`服务没有应答，请再试一次 · no answer, try again: ${answered}`);
    return unknownCode;
  }
  const { status, body } = answered;
  const isPublished = status === 200 || status === 201;
  if (wanted.json) say(JSON.stringify({ ok: isPublished, status, ...body }));
  else if (isPublished) tell(body, status === 200, say);
  else for (const line of linesOf(body as unknown as ProblemDocument)) warn(line);
  if (isPublished) return publishedCode;
  return status >= 500 || passing.has(status) ? unknownCode : refusedCode;
}

async function send({ url, token, type, bytes }: Import): Promise<Answered | string> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${token}` },
      body: new Uint8Array(bytes),
      redirect: 'error',
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return { status: answer.status, body: (await answer.json()) as Answered['body'] };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return cause instanceof Error ? cause.message : 'unknown';
  }
}

function tell(
  { name, version, rows, sha256, chain, seq }: Answered['body'],
  before: boolean,
  say: Say,
): void {
  const done = before ? '此前已发布 · was published before' : '已发布 · published';
  say(`${done}: ${String(name)} ${String(version)}，${String(rows)} 行 rows`);
  say(`SHA-256 ${String(sha256)}，${String(chain)} ${String(seq)}`);
}

function linesOf({ title, detail, errors = [] }: ProblemDocument): string[] {
  return [`${title}：${detail}`, ...errors.map(({ pointer, detail: why }) => `  ${pointer}  ${why}`)];
}

function readCommand(args: readonly string[]): Import {
  const { values, positionals } = parsed(args);
  const [list = '', path = '', ...others] = positionals;
  const name = findListName(list);
  const type = types[extname(path).toLowerCase()];
  const { version, source, 'token-file': tokenFile } = values;
  const faults = [
    ...(name === null ? [`清单有 · the lists are: ${listNames.join(', ')}`] : []),
    ...(type === undefined || others.length > 0 ? ['一个 .csv 或 .json 文件 · one .csv or .json file'] : []),
    ...(version === undefined ? ['--version <n>'] : []),
    ...(source === undefined ? ['--source <出处 source>'] : []),
    ...(tokenFile === undefined ? ['--token-file <文件 file>'] : []),
  ].map((fault) => `furrow import-list: ${fault}`);
  if (type === undefined || tokenFile === undefined || faults.length > 0) throw new ConfigError(faults);
  const url = addressOf(values.url, `/api/v1/lists/${list}`);
  url.searchParams.set('version', version ?? '');
  url.searchParams.set('source', source ?? '');
  if (values.signature !== undefined) url.searchParams.set('signature', textOf(values.signature));
  return { url, token: textOf(tokenFile), type, bytes: bytesOf(path), json: values.json };
}

function addressOf(service: string, path: string): URL {
  const url = URL.canParse(service) ? new URL(path, service) : null;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new ConfigError([`--url: 不是网址 · not an address: ${service}`]);
}

const textOf = (path: string): string => bytesOf(path).toString().trim();

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new ConfigError([`读不了文件 · cannot be read: ${path} (${code})`]);
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        version: { type: 'string' },
        source: { type: 'string' },
        'token-file': { type: 'string' },
        url: { type: 'string', default: 'http://localhost:3000' },
        signature: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new ConfigError([`furrow import-list: ${error instanceof Error ? error.message : 'unknown'}`]);
  }
}
