import type { TokenSource } from '../../client/client.js';

/** Why nobody is signed in. */
export type SignInFault = 'wrong' | 'unreachable';

interface TokenAnswer {
  readonly accessToken?: unknown;
}

/**
 * The session of this browser: the refresh token is a cookie that no script reads, the access token lives in memory and
 * is asked for again after a start.
 */
export class Session implements TokenSource {
  private access: string | null = null;

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
    const answer = await fetch('/api/v1/auth/refresh', { method: 'POST', redirect: 'error' });
    if (answer.status === 401 || answer.status === 403) this.access = null;
    else if (answer.ok) this.access = tokenOf(await answer.json());
    else throw new Error(`the session could not be renewed: ${answer.status}`);
  }

  async signIn(login: string, password: string, code: string): Promise<SignInFault | null> {
    try {
      const answer = await fetch('/api/v1/auth/token', {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login, password, ...(code === '' ? {} : { code }) }),
      });
      if (answer.status >= 500) return 'unreachable';
      if (!answer.ok) return 'wrong';
      this.access = tokenOf(await answer.json());
      return null;
    } catch {
      return 'unreachable';
    }
  }

  /** Ends the session here at once, and at the service when it can be reached. */
  async signOut(): Promise<void> {
    this.access = null;
    await fetch('/api/v1/auth/logout', { method: 'POST', redirect: 'error' }).catch(() => undefined);
  }

  /** The body of an answer of the API, or null: signed out, not there, or not to be reached. */
  async read(path: string): Promise<unknown> {
    try {
      const first = await this.ask(path, await this.token());
      const answer = first?.status === 401 ? await this.ask(path, await this.renew()) : first;
      return answer?.ok === true ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  private ask(path: string, token: string | null): Promise<Response> | null {
    if (token === null) return null;
    return fetch(path, { headers: { authorization: `Bearer ${token}` }, redirect: 'error' });
  }
}

function tokenOf(body: unknown): string | null {
  const { accessToken } = body as TokenAnswer;
  return typeof accessToken === 'string' ? accessToken : null;
}
