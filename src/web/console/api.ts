import type { Language } from '../../gs1/words.js';
import type { JsonObject, JsonValue } from '../../ledger/json.js';
import { Session } from '../app/session.js';

/** Why there is no answer; `status` 0 when the service was not reached. `errors` by JSON pointer (RFC 9457). */
export interface Fault {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[];
}

/** What was answered, or why nothing was. `next`: the address of the next page of a list. */
export type Answer<Body> =
  { readonly fault: null; readonly body: Body; readonly next: string | null } | { readonly fault: Fault };

/** A page of a list. */
export interface Listed<Item> {
  readonly items: readonly Item[];
}

/** The service was not reached: nobody said anything. */
export const unreached: Fault = { status: 0, title: '', detail: '', errors: [] };
/** The answer to what the service is not even asked, since a field cannot be so. */
export function refusedHere(title: string, pointer: string, detail: string): Promise<Answer<never>> {
  return Promise.resolve({ fault: { ...unreached, status: 422, title, errors: [{ pointer, detail }] } });
}

/** Whether what was asked for may have been done all the same, since the answer was lost or the service was in trouble. */
export function mayBeDone(fault: Fault | null): boolean {
  return fault !== null && (fault.status === 0 || fault.status >= 500);
}

const signedOut: Fault = { ...unreached, status: 401 };

/** The service's API as the console asks it: as who is signed in, in the reader's language. */
export class Api {
  readonly session = new Session();
  /** The language that problems are told in. */
  language: Language = 'zh-CN';

  get<Body>(path: string): Promise<Answer<Body>> {
    return this.answer<Body>(path, {});
  }

  /** The pages of a list, each read when it is asked for; a fault is the last of them. */
  async *pages<Item>(path: string): AsyncGenerator<Answer<Listed<Item>>> {
    for (let at: string | null = path; at !== null;) {
      const answer: Answer<Listed<Item>> = await this.get(at);
      yield answer;
      at = answer.fault === null ? answer.next : null;
    }
  }

  /** Sends a body; `key` is its Idempotency-Key, where the operation takes one: the same key for the same act. */
  send<Body>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: JsonValue,
    key?: string,
  ): Promise<Answer<Body>> {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    if (body !== undefined) headers['content-type'] = 'application/json';
    return this.answer<Body>(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Sends what a file holds. */
  sendFile<Body>(path: string, content: ArrayBuffer, type: string): Promise<Answer<Body>> {
    return this.answer<Body>(path, { method: 'POST', headers: { 'content-type': type }, body: content });
  }

  /** Sends a body without saying who does. */
  sendAsNobody<Body>(path: string, body: JsonValue): Promise<Answer<Body>> {
    return this.answerNobody<Body>('POST', path, body, {});
  }

  /** Asks as the applicant who has the secret, and not as who is signed in. A file is sent as its bytes. */
  askAsApplicant<Body>(
    secret: string,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: JsonValue | File,
  ): Promise<Answer<Body>> {
    return this.answerNobody<Body>(method, path, body, secretHeader(secret));
  }

  /** Asks as the applicant who has the secret, and as who is signed in. */
  putAsApplicant<Body>(secret: string, path: string): Promise<Answer<Body>> {
    return this.answer<Body>(path, { method: 'PUT', headers: secretHeader(secret) });
  }

  /** A file that the API answers with, or why there is none. */
  file(path: string): Promise<Answer<Blob>> {
    return answered(this.ask(path, {}), (response) => response.blob());
  }

  private answerNobody<Body>(
    method: string,
    path: string,
    body: JsonValue | File | undefined,
    headers: Record<string, string>,
  ): Promise<Answer<Body>> {
    const isFile = body instanceof File;
    const init: RequestInit = {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': isFile ? body.type : 'application/json' }),
        'accept-language': this.language,
      },
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
      redirect: 'error',
    };
    return answered(fetch(path, init), bodyOf<Body>);
  }

  private answer<Body>(path: string, init: RequestInit): Promise<Answer<Body>> {
    return answered(this.ask(path, init), bodyOf<Body>);
  }

  private ask(path: string, init: RequestInit): Promise<Response | null> {
    const headers = new Headers(init.headers);
    headers.set('accept-language', this.language);
    return this.session.ask(path, { ...init, headers });
  }
}

/** Encoded, since what somebody made of an address may hold what no header can. */
function secretHeader(secret: string): Record<string, string> {
  return { 'application-secret': encodeURIComponent(secret) };
}

async function answered<Body>(
  asked: Promise<Response | null>,
  read: (response: Response) => Promise<Body>,
): Promise<Answer<Body>> {
  try {
    const response = await asked;
    if (response === null) return { fault: signedOut };
    if (!response.ok) return { fault: await faultOf(response) };
    return { fault: null, body: await read(response), next: nextOf(response) };
  } catch {
    return { fault: unreached };
  }
}

async function bodyOf<Body>(response: Response): Promise<Body> {
  return (response.status === 204 ? null : await response.json()) as Body;
}

async function faultOf(response: Response): Promise<Fault> {
  const problem = (await response.json().catch(() => ({}))) as JsonObject & Partial<Fault>;
  const { title = '', detail = '', errors = [] } = problem;
  return { status: response.status, title, detail, errors };
}

function nextOf(response: Response): string | null {
  return /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
}
