import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Words } from '../gs1/words.js';
import { type OpenedCheckpoint, openTrusted } from '../ledger/audit-checkpoint.js';
import { LedgerError } from '../ledger/errors.js';
import { parseTrust, type Trust } from '../ledger/trust.js';
import { SourceTrouble } from './audit-source.js';

/** What `furrow audit` was told. */
export interface AuditCommand {
  /** A URL or a directory. */
  readonly place: string;
  readonly trust: Trust;
  /** A checkpoint that the auditor kept. */
  readonly since: OpenedCheckpoint | null;
  readonly statePath: string | null;
  /** Where evidence against the log is written. */
  readonly evidenceDirectory: string;
  readonly token: string | null;
  readonly json: boolean;
}

const usage: Words = {
  zh: '用法：furrow audit <日志网址或目录> --trust trust.json [--since 检查点文件] [--state 状态文件] [--evidence 目录] [--token 令牌] [--json]',
  en: 'usage: furrow audit <log URL or directory> --trust trust.json [--since checkpoint] [--state file] [--evidence dir] [--token …] [--json]',
};

/** The command of its arguments, with the files it names. @throws SourceTrouble when it cannot be carried out. */
export function readAuditCommand(args: readonly string[]): AuditCommand {
  const { values, positionals } = parsed(args);
  const [place, ...others] = positionals;
  if (place === undefined || place === '' || others.length > 0 || values.trust === undefined) {
    throw new SourceTrouble(usage);
  }
  const trust = readTrust(values.trust);
  return {
    place,
    trust,
    since: values.since === undefined ? null : readSince(values.since, trust),
    statePath: values.state ?? null,
    evidenceDirectory: values.evidence,
    token: values.token ?? null,
    json: values.json,
  };
}

/** Whether the answer is to be JSON, also when the rest of the command cannot be read. */
export function wantsJson(args: readonly string[]): boolean {
  return args.includes('--json');
}

/** A checkpoint that was kept in a file; it must be one of the log that the trust file names. @throws SourceTrouble. */
export function openKept(bytes: Uint8Array, trust: Trust, name: string): OpenedCheckpoint {
  const refused = new SourceTrouble({
    zh: `${name}：不是信任文件所指日志签署的检查点`,
    en: `${name}: not a checkpoint that a log of the trust file signed`,
  });
  try {
    const opened = openTrusted(bytes, trust);
    if ('reason' in opened) throw refused;
    return opened;
  } catch (error) {
    throw error instanceof LedgerError ? refused : error;
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        trust: { type: 'string' },
        since: { type: 'string' },
        state: { type: 'string' },
        evidence: { type: 'string', default: '.' },
        token: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    throw new SourceTrouble({ zh: `${reason}\n${usage.zh}`, en: usage.en });
  }
}

function readTrust(path: string): Trust {
  try {
    return parseTrust(readFile(path));
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new SourceTrouble({
      zh: `--trust：${path} 不是信任文件（${error.message}）`,
      en: `--trust: ${path} is no trust file (${error.message})`,
    });
  }
}

function readSince(path: string, trust: Trust): OpenedCheckpoint {
  return openKept(readFile(path), trust, `--since ${path}`);
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new SourceTrouble({
      zh: `读不了文件 ${path}（${reason}）`,
      en: `${path} cannot be read (${reason})`,
    });
  }
}
