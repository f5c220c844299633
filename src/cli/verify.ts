import { open, type FileHandle } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  evidenceCheckWords,
  evidenceStatusWords,
  evidenceVerdictWords,
  sayFinding,
} from '../gs1/evidence-words.js';
import type { Words } from '../gs1/words.js';
import { concatBytes } from '../ledger/bytes.js';
import { LedgerError } from '../ledger/errors.js';
import { evidenceBytesMax } from '../ledger/evidence.js';
import type { EvidenceCheck, EvidenceReport, EvidenceVerdict } from '../ledger/evidence-report.js';
import { parseTrust, trustBytesMax, type Trust } from '../ledger/trust.js';
import { verifyEvidence } from '../ledger/verify.js';

const fetchMsMax = 30_000;
/** api.md, Command line. */
const exitCodes: Readonly<Record<EvidenceVerdict, number>> = { verified: 0, invalid: 2, unknown: 3 };
const signs = { pass: '✓', fail: '✗', unknown: '?', 'not-applicable': '–' } as const;

/** What was asked for cannot be checked at all; nothing is said about the evidence. */
class CannotCheck extends Error {
  override readonly name = 'CannotCheck';
}

/**
 * `furrow verify <file or URL> --trust <file> [--code <code>] [--json]`: checks evidence offline. Answers the exit code: 0
 * verified, 2 tampered or invalid, 3 could not check, or not settled.
 *
 * Only the evidence may come from the network; the trust file is one that the caller has.
 */
export async function verify(args: readonly string[], say: (line: string) => void): Promise<number> {
  try {
    return await check(readCommand(args), say);
  } catch (error) {
    if (!(error instanceof CannotCheck)) throw error;
    process.stderr.write(`${error.message}\n`);
    return exitCodes.unknown;
  }
}

async function check(
  { source, trust: trustPath, code, json }: VerifyCommand,
  say: (line: string) => void,
): Promise<number> {
  const trust = readTrust(await readFileOf(trustPath, trustBytesMax), trustPath);
  const isUrl = /^https?:\/\//i.test(source);
  const bytes = isUrl ? await fetchOf(source) : await readFileOf(source, evidenceBytesMax);
  const onCheck = (one: EvidenceCheck): void => {
    if (!json) say(lineOf(one));
  };
  const report = verifyEvidence(bytes, trust, { onCheck, ...(code === undefined ? {} : { code }) });
  say(json ? jsonOf(report) : `\n${both(evidenceVerdictWords[report.verdict])}`);
  return exitCodes[report.verdict];
}

interface VerifyCommand {
  readonly source: string;
  readonly trust: string;
  readonly code: string | undefined;
  readonly json: boolean;
}

function readCommand(args: readonly string[]): VerifyCommand {
  const options = { trust: { type: 'string' }, code: { type: 'string' }, json: { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const [source, ...rest] = positionals;
    const { trust, code, json = false } = values;
    if (source === undefined || rest.length > 0) throw new Error('one file or URL');
    if (trust === undefined) throw new Error('--trust <trust.json>');
    return { source, trust, code, json };
  } catch (error) {
    throw new CannotCheck(
      `用法不对 · wrong usage: furrow verify <evidence.json | URL> --trust <trust.json> [--code <code>] [--json]: ${messageOf(error)}`,
    );
  }
}

function readTrust(bytes: Uint8Array, path: string): Trust {
  try {
    return parseTrust(bytes);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    const place = error.pointer === undefined ? '' : ` ${error.pointer}`;
    throw new CannotCheck(
      `不是信任文件 · not a trust file: ${path} (${error.code}${place}: ${error.message})`,
    );
  }
}

/** One byte more than the limit is read, so that whoever parses it sees that it is too much. */
async function readFileOf(path: string, bytesMax: number): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const buffer = new Uint8Array(bytesMax + 1);
    let length = 0;
    for (let step = -1; step !== 0 && length < buffer.length; length += step) {
      step = (await file.read(buffer, length, buffer.length - length)).bytesRead;
    }
    return buffer.subarray(0, length);
  } catch (error) {
    throw new CannotCheck(`读不了文件 · cannot read the file: ${messageOf(error)}`);
  } finally {
    await file?.close();
  }
}

async function fetchOf(url: string): Promise<Uint8Array> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(fetchMsMax) });
    if (!answer.ok || answer.body === null) {
      await answer.body?.cancel();
      throw new Error(`${answer.status} ${answer.statusText}`);
    }
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of answer.body as AsyncIterable<Uint8Array>) {
      parts.push(part);
      length += part.length;
      if (length > evidenceBytesMax) break;
    }
    return concatBytes(...parts);
  } catch (error) {
    throw new CannotCheck(`取不到 · cannot fetch ${url}: ${messageOf(error)}`);
  }
}

function lineOf(check: EvidenceCheck): string {
  const status = both(evidenceStatusWords[check.status]);
  const name = both(evidenceCheckWords[check.check]);
  return `${signs[check.status]} ${name}: ${status}\n    ${sayFinding(check, 'zh-CN')}\n    ${sayFinding(check, 'en')}`;
}

function jsonOf({ verdict, checks }: EvidenceReport): string {
  const said = checks.map((check) => ({ ...check, detail: sayFinding(check, 'en') }));
  return JSON.stringify({ verdict, checks: said });
}

function both({ zh, en }: Words): string {
  return `${zh} · ${en}`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
