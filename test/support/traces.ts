import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a whole run keeps what its services wrote, to be looked through at its end (scripts/secret-scan.mjs); else none. */
const folder = process.env['FURROW_TEST_TRACES'] ?? '';

export type TraceKind = 'log' | 'problems' | 'metrics' | 'addresses' | 'public';

/** Adds what a service wrote. */
export function leaveTrace(kind: TraceKind, text: string): void {
  if (folder !== '') appendFileSync(join(folder, `${kind}-${process.pid}.txt`), `${text}\n`);
}

/** What no trace may hold. Sign-ins and tokens of requests by `fetch` are kept without being told. */
export function keepSecret(...secrets: readonly string[]): void {
  if (folder === '') return;
  const lines = secrets.filter((secret) => secret !== '').map((secret) => `${JSON.stringify(secret)}\n`);
  appendFileSync(join(folder, `secrets-${process.pid}.txt`), lines.join(''));
}

/** Members of requests and answers about access whose values are secret. */
const secretMembers =
  /"(?:\w*[pP]assword|\w*[tT]oken|\w*[sS]ecret|totp|recoveryCodes?)"\s*:\s*"((?:[^"\\]|\\.)+)"/g;

function keepMembers(text: string): void {
  for (const match of text.matchAll(secretMembers)) keepSecret(asWritten(match[1] ?? ''));
}

/** A text without its escapes; as it stands where a test sends what is no JSON. */
function asWritten(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}

function keepRequest(init: RequestInit | undefined): void {
  const headers = new Headers(init?.headers);
  keepSecret(
    (headers.get('authorization') ?? '').replace(/^\w+ /, ''),
    ...(headers.get('cookie') ?? '').split(';').map((pair) => pair.split('=')[1] ?? ''),
  );
  if (typeof init?.body === 'string') keepMembers(init.body);
}

async function keepAnswer(answer: Response, path: string): Promise<void> {
  for (const name of ['location', 'link', 'content-location']) {
    const value = answer.headers.get(name);
    if (value !== null) leaveTrace('addresses', `${name}: ${value}`);
  }
  keepSecret(...answer.headers.getSetCookie().map((cookie) => /=([^;]*)/.exec(cookie)?.[1] ?? ''));
  const type = answer.headers.get('content-type') ?? '';
  if (type.startsWith('application/problem+json')) leaveTrace('problems', await textOf(answer));
  else if (path === '/metrics') leaveTrace('metrics', await textOf(answer));
  else if (/\/(auth|members|officials|invitations)\b/.test(path) && type.startsWith('application/json'))
    keepMembers(await textOf(answer));
}

/** A copy of the body; the test reads its own. What a test breaks off is not looked at. */
async function textOf(answer: Response): Promise<string> {
  return answer
    .clone()
    .text()
    .catch(() => '');
}

/** Looks on at every request that the tests of a worker make by `fetch`. */
function watchFetch(): void {
  const plain = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    keepRequest(init);
    const answer = await plain(input, init);
    const address = input instanceof Request ? input.url : String(input);
    await keepAnswer(answer, new URL(address).pathname);
    return answer;
  };
}

if (folder !== '') watchFetch();
