import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Words } from '../gs1/words.js';

/** Nothing is known about the log: it could not be read. */
export class SourceTrouble extends Error {
  override readonly name = 'SourceTrouble';

  constructor(readonly words: Words) {
    super(`${words.zh}\n${words.en}`);
  }
}

/** Where the files of a log are read from (C2SP tlog-tiles). */
export interface LogSource {
  /**
   * A file by its path below the log's address, null when there is none, or when the server says that it has lost it.
   * Of a longer one `bytesMax` and one more byte.
   *
   * @throws SourceTrouble.
   */
  read(path: string, bytesMax: number): Promise<Uint8Array | null>;
}

const answerMsMax = 30_000;
const triesMax = 3;
const problemBytesMax = 16_384;
const betweenTriesMs = 500;
const retryAfterSMax = 10;
const passing = new Set([429, 502, 503, 504]);

/** A log that is served over HTTP, or one that lies in a directory. @throws SourceTrouble on another kind of URL. */
export function openSource(place: string, token: string | null): LogSource {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(place)) return new DirectorySource(place);
  const url = URL.canParse(place) ? new URL(place) : null;
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (url === null || !isPlain || !/^https?:$/.test(url.protocol)) {
    throw new SourceTrouble({
      zh: `日志地址须是 http(s) 网址（如 https://ledger.example.org/log）或目录：${place}`,
      en: `A log is named by an http(s) address (like https://ledger.example.org/log) or a directory: ${place}`,
    });
  }
  return new HttpSource(url.href.replace(/\/+$/, ''), token);
}

class DirectorySource implements LogSource {
  constructor(private readonly directory: string) {}

  async read(path: string, bytesMax: number): Promise<Uint8Array | null> {
    try {
      const file = await open(join(this.directory, path), 'r');
      try {
        const { size } = await file.stat();
        const bytes = new Uint8Array(Math.min(size, bytesMax + 1));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
        return bytes.slice(0, bytesRead);
      } finally {
        await file.close();
      }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code === 'ENOENT' || code === 'ENOTDIR') return null;
      throw new SourceTrouble({
        zh: `读不了文件 ${path}（${code}）`,
        en: `${path} cannot be read (${code})`,
      });
    }
  }
}

/** Time and length of every answer are bounded, redirections refused; what may pass is tried again. */
class HttpSource implements LogSource {
  constructor(
    private readonly address: string,
    private readonly token: string | null,
  ) {}

  async read(path: string, bytesMax: number): Promise<Uint8Array | null> {
    for (let tries = 1; ; tries += 1) {
      const answer = await this.ask(path, bytesMax);
      if (!('waitMs' in answer)) return answer.bytes;
      if (tries === triesMax) throw new SourceTrouble(answer.words);
      await setTimeout(answer.waitMs * tries);
    }
  }

  private async ask(
    path: string,
    bytesMax: number,
  ): Promise<{ bytes: Uint8Array | null } | { waitMs: number; words: Words }> {
    const signal = AbortSignal.timeout(answerMsMax);
    try {
      const response = await fetch(`${this.address}/${path}`, {
        redirect: 'manual',
        signal,
        headers: this.token === null ? {} : { authorization: `Bearer ${this.token}` },
      });
      if (response.status === 200) return { bytes: await readBounded(response, bytesMax) };
      if (await isLost(response)) return { bytes: null };
      const words = refusedWords(path, response.status);
      if (passing.has(response.status)) return { waitMs: waitOf(response), words };
      throw new SourceTrouble(words);
    } catch (error) {
      if (error instanceof SourceTrouble) throw error;
      return { waitMs: betweenTriesMs, words: brokenWords(path, signal.aborted, error) };
    }
  }
}

/** Whether the server says that there is no such file (404, 410), or that its log is damaged there. */
async function isLost(response: Response): Promise<boolean> {
  const body = await readBounded(response, problemBytesMax);
  if (response.status === 404 || response.status === 410) return true;
  return (
    response.status === 500 && /"type":"[^"]*\/problems\/log-damaged"/.test(Buffer.from(body).toString())
  );
}

/** The body, cut one byte after what it may hold; the connection is dropped there. */
async function readBounded(response: Response, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > bytesMax) break;
  }
  return new Uint8Array(Buffer.concat(chunks, length).subarray(0, bytesMax + 1));
}

function waitOf(response: Response): number {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return seconds > 0 && seconds <= retryAfterSMax ? seconds * 1_000 : betweenTriesMs;
}

function refusedWords(path: string, status: number): Words {
  if (status === 401 || status === 403) {
    return {
      zh: `${path}：服务拒绝提供（${status}）。条目只给监管与审计账号看，请用 --token 给出访问令牌`,
      en: `${path}: refused (${status}). Entries are for regulators and auditors: give an access token with --token`,
    };
  }
  if (status >= 300 && status < 400) {
    return {
      zh: `${path}：服务要求转到别处（${status}），不跟随；请直接给出日志的地址`,
      en: `${path}: the server redirects (${status}), which is not followed; give the log’s own address`,
    };
  }
  return { zh: `${path}：服务答复 ${status}`, en: `${path}: the server answered ${status}` };
}

function brokenWords(path: string, isLate: boolean, error: unknown): Words {
  if (isLate) {
    const seconds = answerMsMax / 1_000;
    return {
      zh: `${path}：${seconds} 秒内没有收完答复`,
      en: `${path}: no whole answer within ${seconds} seconds`,
    };
  }
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason =
    cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : String(cause);
  return {
    zh: `${path}：连接失败或中断（${reason}）`,
    en: `${path}: the connection failed or broke (${reason})`,
  };
}
