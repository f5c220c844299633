import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../config/settings.js';
import { LedgerError } from '../ledger/errors.js';
import { formatVerifierKey, type VerifierKey } from '../ledger/note.js';
import { lockDirectory } from '../witness/directory-lock.js';
import { openCosigner } from '../witness/witness-key.js';
import { type RunningWitness, startWitness } from '../witness/witness-server.js';
import { StateError, WitnessState } from '../witness/witness-state.js';
import { parseWitnessedLog, type WitnessedLogs } from '../witness/witness.js';
import { waitForSignal } from './ending-signal.js';
import type { Say } from './with-database.js';

interface WitnessCommand {
  readonly directory: string;
  readonly host: string;
  readonly port: number;
  readonly name: string | null;
  readonly logs: readonly string[];
  readonly json: boolean;
  /** Ends with the process that started it, whose end of the pipe closes. */
  readonly untilStdinEnds: boolean;
}

const listenText = /^(?:\[([0-9a-fA-F:]+)\]|([^:[\]]+)):(\d{1,5})$/;
const logsFile = 'logs.txt';
const logsMax = 10_000;

/**
 * `furrow witness`: cosigns checkpoints of the logs it was given, until SIGTERM, SIGINT or SIGHUP. Key, lock and what it
 * cosigned last are in its directory, which belongs to one process.
 *
 * @throws ConfigError with what the operator must change.
 */
export async function witness(args: readonly string[], say: Say): Promise<void> {
  const command = readCommand(args);
  const signal = waitForSignal();
  makeDirectory(command.directory);
  const release = lockDirectory(command.directory);
  try {
    const cosigner = await openNamed(command);
    const logs = readLogs(command);
    const state = await openState(command.directory, cosigner.key, logs);
    const warn = (line: string): void => void process.stderr.write(`${line}\n`);
    const running = await listening(
      command,
      startWitness({ host: command.host, port: command.port, logs, cosigner, state, warn }),
    );
    announce(running.url, cosigner.key, logs, command.json, say);
    await Promise.race([signal.wait, ...(command.untilStdinEnds ? [stdinEnd()] : [])]);
    // An open pipe would keep the process.
    process.stdin.destroy();
    await running.stop();
  } finally {
    release();
  }
}

async function stdinEnd(): Promise<void> {
  process.stdin.resume();
  await once(process.stdin, 'close');
}

function announce(url: string, key: VerifierKey, logs: WitnessedLogs, json: boolean, say: Say): void {
  const vkey = formatVerifierKey(key);
  if (json) {
    say(JSON.stringify({ url, vkey }));
    return;
  }
  say(`见证服务已就绪 · the witness is ready: ${url}`);
  say(`公钥 · verifier key: ${vkey}`);
  if (logs.size === 0) say('尚未登记任何日志，一律拒绝 · no log is known yet, every checkpoint is refused');
  for (const origin of logs.keys()) say(`见证的日志 · log: ${origin}`);
}

function readCommand(args: readonly string[]): WitnessCommand {
  const values = parsed(args);
  if (values.dir === undefined || values.dir === '') {
    throw new ConfigError(['--dir: 请给出见证服务的数据目录 · the witness’s own directory must be given']);
  }
  const [, ipv6, host, port] = listenText.exec(values.listen) ?? [];
  if (port === undefined || Number(port) > 65_535) {
    throw new ConfigError(['--listen: 须写成 127.0.0.1:7380 的样子 · is written like 127.0.0.1:7380']);
  }
  return {
    directory: resolve(values.dir),
    host: ipv6 ?? host ?? '',
    port: Number(port),
    name: values.name ?? null,
    logs: values.log,
    json: values.json,
    untilStdinEnds: values['until-stdin-ends'],
  };
}

function parsed(args: readonly string[]): {
  dir?: string;
  name?: string;
  listen: string;
  log: string[];
  json: boolean;
  'until-stdin-ends': boolean;
} {
  try {
    return parseArgs({
      args: [...args],
      options: {
        dir: { type: 'string' },
        name: { type: 'string' },
        listen: { type: 'string', default: '127.0.0.1:7380' },
        log: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
        'until-stdin-ends': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new ConfigError([`furrow witness: ${error instanceof Error ? error.message : 'unknown'}`]);
  }
}

function makeDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new ConfigError([
      `--dir: ${directory} cannot be used: ${error instanceof Error ? error.message : ''}`,
    ]);
  }
}

async function openNamed(command: WitnessCommand): ReturnType<typeof openCosigner> {
  try {
    return await openCosigner(command.directory, command.name, `${hostname()}/witness`);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new ConfigError(['--name: 不能为空，不含空格和加号 · is not empty, without spaces and plus signs']);
  }
}

/** The logs of the options and of `logs.txt` in the directory: one a line, `#` begins a comment. */
function readLogs(command: WitnessCommand): WitnessedLogs {
  const lines = readLines(join(command.directory, logsFile));
  const texts = [
    ...command.logs.map((text) => ['--log', text] as const),
    ...lines.flatMap((line, at) =>
      /^\s*(#|$)/.test(line) ? [] : [[`${logsFile}, ${at + 1}`, line.trim()] as const],
    ),
  ];
  const logs = new Map<string, VerifierKey[]>();
  for (const [place, text] of texts) {
    const { origin, key } = readLog(place, text);
    logs.set(origin, [...(logs.get(origin) ?? []), key]);
  }
  if (logs.size > logsMax) throw new ConfigError([`--log: at most ${logsMax} logs`]);
  return logs;
}

function readLog(place: string, text: string): ReturnType<typeof parseWitnessedLog> {
  try {
    return parseWitnessedLog(text);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new ConfigError([`${place}: ${error.message}; a log is written <vkey>, or <vkey> <origin>`]);
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Reads all it cosigned once, so that damage is found before the first request. */
async function openState(directory: string, key: VerifierKey, logs: WitnessedLogs): Promise<WitnessState> {
  const state = new WitnessState(directory, key);
  await state.open();
  try {
    for (const origin of logs.keys()) await state.find(origin);
  } catch (error) {
    if (error instanceof StateError) throw new ConfigError([`--dir: ${error.message}`]);
    throw error;
  }
  return state;
}

async function listening(
  command: WitnessCommand,
  starting: Promise<RunningWitness>,
): Promise<RunningWitness> {
  try {
    return await starting;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === '') throw error;
    throw new ConfigError([
      `--listen: ${command.host}:${command.port} cannot be used (${code}); choose another`,
    ]);
  }
}
