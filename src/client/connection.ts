import type { JsonObject, JsonValue } from '../ledger/json.js';
import { isJsonObject } from '../ledger/json.js';
import { type Problem, readProblem } from './queue.js';

/** Who is signed in. Both answer null when nobody is, and throw when they cannot find out. */
export interface TokenSource {
  /** The access token at hand. */
  token(): Promise<string | null>;
  /** A new one, after the service took the one at hand no longer. */
  renew(): Promise<string | null>;
}

/**
 * What became of a request. `again`: not known, or not now; the same request again finds out, `afterMs` from now where
 * the service said so.
 */
export type Reply =
  | { readonly outcome: 'done'; readonly body: JsonObject }
  | { readonly outcome: 'refused'; readonly problem: Problem }
  | { readonly outcome: 'again'; readonly afterMs: number | null }
  | { readonly outcome: 'signed-out' };

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Longest wait for an answer, in milliseconds; 15 seconds unless told. */
  readonly answerMs?: number;
}

const answerMsUsual = 15_000;
/** Refusals that say nothing about what was sent. */
const passing = new Set([408, 425, 429]);
const again: Reply = { outcome: 'again', afterMs: null };

/** The way to one service, for one account. */
export class Connection {
  constructor(
    private readonly url: string,
    private readonly tokens: TokenSource,
    private readonly fetcher: typeof fetch,
  ) {}

  /** Sends a request, once more with a new token when the first is not taken. Never throws. */
  async send(request: Request): Promise<Reply> {
    try {
      const token = await this.tokens.token();
      if (token === null) return { outcome: 'signed-out' };
      const first = await this.ask(request, token);
      if (first.status !== 401) return await readReply(first);
      const renewed = await this.tokens.renew();
      if (renewed === null) return { outcome: 'signed-out' };
      const second = await this.ask(request, renewed);
      return second.status === 401 ? { outcome: 'signed-out' } : await readReply(second);
    } catch {
      return again;
    }
  }

  private ask({ method, path, body, headers, answerMs }: Request, token: string): Promise<Response> {
    return this.fetcher(this.url.replace(/\/$/, '') + path, {
      method,
      headers: { ...headers, authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs ?? answerMsUsual),
    });
  }
}

/** An answer counts when it is the service's own: JSON, and a refusal only as a problem document (RFC 9457). */
async function readReply(response: Response): Promise<Reply> {
  const type = response.headers.get('content-type') ?? '';
  const body = (await response.json()) as JsonValue;
  if (response.ok) return isJsonObject(body) ? { outcome: 'done', body } : again;
  const isProblem = type.startsWith('application/problem+json');
  if (response.status >= 500 || passing.has(response.status) || !isProblem) {
    return { outcome: 'again', afterMs: retryAfterMs(response.headers.get('retry-after')) };
  }
  return { outcome: 'refused', problem: readProblem(body) };
}

/** RFC 9110 §10.2.3, in seconds; a date is not used by the service. */
function retryAfterMs(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : null;
}

/** The slug of a problem's type. */
export function slugOf({ type }: Pick<Problem, 'type'>): string {
  return type.replace(/^.*\/problems\//, '');
}
