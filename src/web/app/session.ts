import type { TokenSource } from '../../client/client.js';

/** Why nobody is signed in. `code`: the code of the second factor is wanted, or is wrong. */
export type SignInFault = 'wrong' | 'code' | 'unreachable';

/** Longest wait for a small answer, and for what is read, in milliseconds: on a network that stalls. */
export const answerMs = 15_000;
const readMs = 30_000;

interface TokenAnswer {
  readonly accessToken?: unknown;
}

/**
 * The session of this browser: the refresh token is a cookie that no script reads, the access token lives in memory and
 * is asked for again after a start.
 */
export class Session implements TokenSource {
  private access: string | null = null;

  constructor(private readonly fetcher: typeof fetch = fetch.bind(globalThis)) {}

  /** @throws TypeError when the service cannot be reached. */
  async token(): Promise<string | null> {
    return this.access ?? this.renew();
  }

  /**
   * One tab after another: the cookie is another one each time, and an old one counts as stolen.
   *
   * @throws TypeError when the service cannot be reached; Error when it has no answer to that now.
   */
  async renew(): Promise<string | null> {
    await navigator.locks.request('furrow-session', () => this.renewAlone());
    return this.access;
  }

  private async renewAlone(): Promise<void> {
    const answer = await this.post('/api/v1/auth/refresh');
    if (answer.status === 401 || answer.status === 403) this.access = null;
    else if (answer.ok) this.goOn(await answer.json());
    else throw new Error(`the session could not be renewed: ${answer.status}`);
  }

  async signIn(login: string, password: string, code: string): Promise<SignInFault | null> {
    try {
      const answer = await this.post('/api/v1/auth/token', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login, password, ...(code === '' ? {} : { code }) }),
      });
      if (answer.status >= 500) return 'unreachable';
      if (!answer.ok) return (await typeOf(answer)) === '/problems/second-factor-required' ? 'code' : 'wrong';
      this.goOn(await answer.json());
      return null;
    } catch {
      return 'unreachable';
    }
  }

  /** Goes on as whom an answer of the service has signed in. */
  goOn(answer: unknown): void {
    this.access = tokenOf(answer);
  }

  /** Ends the session here at once, and at the service when it can be reached. */
  async signOut(): Promise<void> {
    this.access = null;
    await this.post('/api/v1/auth/logout').catch(() => undefined);
  }

  /**
   * An answer of the API to who is signed in, with a renewed token where the one at hand has ended; null when nobody is.
   *
   * @throws TypeError when the service cannot be reached; Error when it cannot renew the session now.
   */
  async ask(path: string, init: RequestInit = {}): Promise<Response | null> {
    const first = await this.askWith(await this.token(), path, init);
    return first !== null && (await isTokenRefused(first))
      ? this.askWith(await this.renew(), path, init)
      : first;
  }

  /** The body of an answer of the API, or null: signed out, not there, or not to be reached. */
  async read(path: string): Promise<unknown> {
    try {
      const answer = await this.ask(path, { signal: AbortSignal.timeout(readMs) });
      return answer?.ok === true ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  private post(path: string, init: RequestInit = {}): Promise<Response> {
    const signal = AbortSignal.timeout(answerMs);
    return this.fetcher(path, { ...init, method: 'POST', redirect: 'error', signal });
  }

  private async askWith(token: string | null, path: string, init: RequestInit): Promise<Response | null> {
    if (token === null) return null;
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return this.fetcher(path, { ...init, headers, redirect: 'error' });
  }
}

function tokenOf(body: unknown): string | null {
  const { accessToken } = body as TokenAnswer;
  return typeof accessToken === 'string' ? accessToken : null;
}

/** Other answers with this status are about a password or a code that was shown, which would count once more. */
async function isTokenRefused(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false;
  const type = await typeOf(answer.clone()).catch(() => null);
  return type === null || type === '/problems/unauthenticated';
}

async function typeOf(answer: Response): Promise<unknown> {
  return ((await answer.json()) as { readonly type?: unknown }).type;
}
