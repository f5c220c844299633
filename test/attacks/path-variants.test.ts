import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../api/operations.js';
import { sendRaw, type RawAnswer } from '../support/raw-http.js';
import { readStored } from '../support/stored.js';
import { inLanes } from './asking.js';
import { Matrix } from './people.js';
import { bodiesOf, nameOf, requestOf } from './places.js';

/**
 * The adapter that the service runs on had four ways around middleware: escapes, HEAD, a slash at the end, a slash
 * twice. So every closed operation is asked for, without credentials, in every spelling that somebody might take for
 * the same.
 */
let matrix: Matrix;
let before: Record<string, string>;

beforeAll(async () => {
  matrix = await Matrix.create();
  before = await readStored(matrix.world.farm.service.testDatabase);
});

afterAll(() => matrix.close());

const escaped = (text: string): string =>
  Array.from(text, (letter) =>
    /[a-z]/i.test(letter) ? `%${letter.charCodeAt(0).toString(16)}` : letter,
  ).join('');
const swapped = (text: string): string =>
  Array.from(text, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  ).join('');

/** Other spellings of a path. */
const spellings: Readonly<Record<string, (path: string) => string>> = {
  'as it is': (path) => path,
  'a slash at the end': (path) => `${path}/`,
  'two slashes at the end': (path) => `${path}//`,
  'an escaped slash at the end': (path) => `${path}%2F`,
  'two slashes at the beginning': (path) => `/${path}`,
  'every slash twice': (path) => path.replaceAll('/', '//'),
  'every slash escaped': (path) => `/${path.slice(1).replaceAll('/', '%2F')}`,
  'the first slash escaped': (path) => path.replace(/(?<=.)\//, '%2F'),
  'a backslash': (path) => path.replaceAll('/', '\\'),
  'an escaped backslash': (path) => `/${path.slice(1).replaceAll('/', '%5C')}`,
  'every letter escaped': escaped,
  'one letter escaped': (path) => path.replace(/[a-z]/, escaped),
  'escaped twice': (path) => escaped(path).replaceAll('%', '%25'),
  'the other case': swapped,
  'one capital': (path) => path.replace(/[a-z]/, (letter) => letter.toUpperCase()),
  'a dot': (path) => `/.${path}`,
  'a dot in the middle': (path) => path.replace(/(?<=.)\//, '/./'),
  'up and down again': (path) => `/livez/..${path}`,
  'up and down, escaped': (path) => `/livez/%2e%2e${path}`,
  'up and down, slash escaped': (path) => `/livez/..%2f${path.slice(1)}`,
  'up with a backslash': (path) => `/livez/..\\${path.slice(1)}`,
  'below a public page': (path) => `/t/..${path}`,
  'a parameter': (path) => `${path};x=1`,
  'a parameter in the middle': (path) => path.replace(/(?<=.)\//, ';x=1/'),
  'up behind a parameter': (path) => `/livez;/..${path}`,
  'an ending': (path) => `${path}.json`,
  'a query that names a public page': (path) => `${path}?/livez`,
  'a fragment': (path) => `${path}#/livez`,
  'an escaped query': (path) => `${path}%3F`,
  'an escaped fragment': (path) => `${path}%23`,
  'a null': (path) => `${path}%00`,
  'a null in the middle': (path) => path.replace(/(?<=.)\//, '%00/'),
  'a line end': (path) => `${path}%0a`,
  'a space': (path) => `${path}%20`,
  'a tab': (path) => `${path}%09`,
  'a slash in full width': (path) => path.replaceAll('/', '%EF%BC%8F'),
  'a division slash': (path) => path.replaceAll('/', '%E2%88%95'),
  'a slash too long in UTF-8': (path) => path.replaceAll('/', '%c0%af'),
  'a letter in full width': (path) => path.replace(/[a-z]/, '%EF%BD%81'),
  'a letter and a combining mark': (path) => path.replace(/[a-z]/, '$&%CC%81'),
  'the old Microsoft escape': (path) => path.replaceAll('/', '%u002f'),
  'the whole address': (path) => `http://localhost${path}`,
  'the whole address of a public page': (path) => `http://localhost/livez@localhost${path}`,
  'a host of its own': (path) => `//localhost${path}`,
};

/** Other ways to say a method. */
const overrides = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'];

/** Headers that a proxy uses to say another address, another client or another account. */
const claims: readonly (readonly [name: string, value: string])[] = [
  ['X-Original-URL', '/livez'],
  ['X-Rewrite-URL', '/livez'],
  ['X-Forwarded-For', '127.0.0.1'],
  ['X-Real-IP', '127.0.0.1'],
  ['Forwarded', 'for=127.0.0.1;proto=https'],
  ['X-Forwarded-User', 'admin'],
  ['X-Remote-User', 'admin'],
  ['X-Forwarded-Prefix', '/livez'],
  ['X-Forwarded-Path', '/livez'],
  ['Cookie', 'access_token=x; session=x; furrow_refresh=x'],
];

interface Sent {
  readonly operation: Operation;
  readonly what: string;
  readonly method: string;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Every operation with the ids of things that are there: whoever gets in, gets something. */
function each(variants: (operation: Operation, target: string) => Omit<Sent, 'operation'>[]): Sent[] {
  return matrix.closed.flatMap((operation) => {
    const [body = null] = bodiesOf(operation, matrix.world.description.schemas);
    const { target } = requestOf(operation, body, (place) => matrix.idOf('other', place));
    return variants(operation, target).map((sent) => ({ operation, ...sent }));
  });
}

function send({ operation, method, target, headers = {} }: Sent): Promise<RawAnswer> {
  const [body = null] = bodiesOf(operation, matrix.world.description.schemas);
  const payload = /^(GET|HEAD|OPTIONS|TRACE)$/.test(method)
    ? ''
    : (requestOf(operation, body, (place) => matrix.idOf('other', place)).body ?? '');
  const type = payload === '' || body === null ? [] : [`Content-Type: ${body.type}`];
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'Host: localhost',
    'Via: 1.1 elsewhere',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...type,
    `Content-Length: ${Buffer.byteLength(payload)}`,
    'Connection: close',
  ];
  return sendRaw(matrix.world.farm.service.url, `${lines.join('\r\n')}\r\n\r\n${payload}`);
}

/** Addresses that anybody may read: asked there with what only a change takes, the query is refused. */
const readInPublic = /^\/api\/v1\/lists\//;

/** Nothing protected, and no answer that says that something was done. */
async function faultsOf(sent: readonly Sent[]): Promise<string[]> {
  const faults = await inLanes(sent, async (one) => {
    const answer = await send(one);
    const asksInPublic = /^(GET|HEAD)$/.test(one.method) && readInPublic.test(one.target);
    const refused =
      [400, 401, 404, 405, 414, 415].includes(answer.status) || (asksInPublic && answer.status === 422);
    const shows = (answer.head + answer.body).includes(matrix.world.other.planter.marker);
    return refused && !shows
      ? []
      : [
          `${one.what}: ${one.method} ${one.target} → ${answer.head.split('\r\n')[0] ?? ''} ${answer.body.slice(0, 100)}`,
        ];
  });
  return faults.flat();
}

const split = (target: string): [string, string] => {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at)];
};

describe('without credentials', () => {
  it('no spelling of its path opens a closed operation', async () => {
    const sent = each(({ method }, target) => {
      const [path, query] = split(target);
      return Object.entries(spellings).map(([what, spell]) => ({
        what,
        method,
        target: spell(path) + query,
      }));
    });
    expect(sent.length).toBeGreaterThan(1_500);
    expect(await faultsOf(sent)).toEqual([]);
  });

  it('no other method does', async () => {
    const methods = [
      'GET',
      'HEAD',
      'OPTIONS',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'TRACE',
      'PROPFIND',
      'QUERY',
      'LOCK',
    ];
    const sent = each((_, target) => methods.map((method) => ({ what: 'method', method, target })));
    expect(await faultsOf(sent)).toEqual([]);
  });

  it('HEAD tells no more than GET, and has no body', async () => {
    const gets = matrix.closed.filter(({ method }) => method === 'GET').map(nameOf);
    const sent = each((operation, target) => {
      return gets.includes(nameOf(operation)) ? [{ what: 'head', method: 'HEAD', target }] : [];
    });
    const answers = await inLanes(sent, async (one) => [nameOf(one.operation), await send(one)] as const);
    expect(
      answers.filter(([, { status, body }]) => status !== 401 || body !== '').map(([name]) => name),
    ).toEqual([]);
    expect(answers.length).toBe(gets.length);
  });

  it('nor does another method in disguise', async () => {
    const sent = each(({ method }, target) => [
      ...overrides.flatMap((name) =>
        ['GET', 'POST', 'HEAD'].map((as) => ({
          what: name,
          method: as,
          target,
          headers: { [name]: method },
        })),
      ),
      {
        what: '_method',
        method: 'POST',
        target: `${target}${target.includes('?') ? '&' : '?'}_method=${method}`,
      },
    ]);
    expect(await faultsOf(sent)).toEqual([]);
  });

  it('nor does what a proxy might say of the address, the client or the account', async () => {
    const sent = each(({ method }, target) => [
      ...claims.map(([name, value]) => ({ what: name, method, target, headers: { [name]: value } })),
      ...['X-Original-URL', 'X-Rewrite-URL'].map((name) => {
        return { what: name, method: 'GET', target: '/livez2', headers: { [name]: target } };
      }),
    ]);
    expect(await faultsOf(sent)).toEqual([]);
  });

  it('stores nothing', async () => {
    expect(await readStored(matrix.world.farm.service.testDatabase)).toEqual(before);
  });
});
