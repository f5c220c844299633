import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendRaw } from '../support/raw-http.js';
import type { Operation } from '../api/operations.js';
import { inLanes, type Asked, type Heard } from './asking.js';
import { Matrix, nobody, person, shown, type Person } from './people.js';
import { bodiesOf, isClosed, nameOf, requestOf } from './places.js';

let matrix: Matrix;
let owner: Person;

beforeAll(async () => {
  matrix = await Matrix.create();
  owner = person('the owner', matrix.world.own.owner);
});

afterAll(() => matrix.close());

/** Every operation, as whoever may read what it reads; what changes something is asked by nobody. */
function everyRequest(): { operation: Operation; who: Person; asked: Asked }[] {
  return matrix.world.description.operations.map((operation) => {
    const [body = null] = bodiesOf(operation, matrix.world.description.schemas);
    const asked = requestOf(operation, body, (place) => matrix.idOf('own', place));
    return { operation, who: operation.method === 'GET' ? owner : nobody, asked };
  });
}

/** What of an answer breaks a rule, one sentence an operation. */
async function faultsOf(
  headers: Readonly<Record<string, string>>,
  fault: (heard: Heard, operation: Operation) => string | null,
): Promise<string[]> {
  const faults = await inLanes(
    everyRequest(),
    async ({ operation, who, asked }) => {
      const heard = await matrix.ask(who, { ...asked, headers: { ...asked.headers, ...headers } });
      const found =
        heard.status >= 500 && heard.status !== 503 ? 'answered with a 5xx' : fault(heard, operation);
      return found === null
        ? []
        : [`${nameOf(operation)}: ${found}: ${shown(heard)} ${JSON.stringify(heard.headers)}`];
    },
    2,
  );
  return faults.flat();
}

/** Whether what was sent as one value came back as a header, or as a cookie, of its own. */
function isSplit({ headers }: Heard): boolean {
  return 'x-split' in headers || String(headers['set-cookie'] ?? '').includes('split');
}

describe('an answer to whoever is signed in', () => {
  it('is kept by no cache between, whether it tells or refuses', async () => {
    const faults = await faultsOf({}, ({ headers }, operation) => {
      const kept = String(headers['cache-control'] ?? '');
      return !isClosed(operation) || /no-store|private/.test(kept) ? null : `may be kept: ${kept}`;
    });
    expect(faults).toEqual([]);
  });

  it('is kept by no cache when it sets a cookie or holds a token', async () => {
    const { login, password } = { login: 'cached', password: 'a long enough password' };
    await matrix.world.farm.service.signIn({ login, name: login, password, grants: [] });
    const body = JSON.stringify({ login, password });
    const headers = { 'content-type': 'application/json' };
    const heard = await matrix.ask(nobody, { method: 'POST', target: '/api/v1/auth/token', headers, body });
    expect(heard.status).toBe(200);
    expect(heard.headers['cache-control']).toBe('no-store');
    expect(heard.headers['set-cookie']).not.toBeUndefined();
  });
});

describe('another site', () => {
  it('may read no answer with credentials, and write nothing after a preflight', async () => {
    const origin = 'https://evil.example';
    const faults = await faultsOf({ origin }, ({ headers }, operation) => {
      const allowed = headers['access-control-allow-origin'];
      if (headers['access-control-allow-credentials'] !== undefined) return 'allows credentials';
      if (allowed === undefined || (allowed === '*' && !isClosed(operation))) return null;
      return `allows ${String(allowed)}`;
    });
    expect(faults).toEqual([]);
    const asking = everyRequest().filter(({ operation }) => operation.method !== 'GET');
    for (const { operation, asked } of asking) {
      const headers = {
        origin,
        'access-control-request-method': operation.method,
        'access-control-request-headers': 'authorization,content-type',
      };
      const heard = await matrix.ask(nobody, { method: 'OPTIONS', target: asked.target, headers });
      expect(heard.headers['access-control-allow-origin'], nameOf(operation)).toBeUndefined();
      expect(heard.status, nameOf(operation)).toBeGreaterThanOrEqual(400);
    }
  });

  it('changes nothing with a form, which needs no preflight: no operation takes the media types of forms', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''];
    const changes = everyRequest().filter(
      ({ operation }) => operation.body?.['application/json'] !== undefined,
    );
    expect(changes.length).toBeGreaterThan(10);
    for (const { operation, asked } of changes) {
      for (const type of types) {
        const others = Object.fromEntries(
          Object.entries(asked.headers ?? {}).filter(([name]) => name !== 'content-type'),
        );
        const headers = {
          ...others,
          ...(type === '' ? {} : { 'content-type': type }),
          'sec-fetch-site': 'cross-site',
        };
        const heard = await matrix.ask(nobody, { ...asked, headers });
        expect([401, 415], `${nameOf(operation)} ${type} ${shown(heard)}`).toContain(heard.status);
        expect(heard.headers['set-cookie']).toBeUndefined();
      }
    }
  });

  it('cannot have its address written into an answer by the host it asks for', async () => {
    const evil = 'evil.example';
    const claims = [
      { host: evil },
      { 'x-forwarded-host': evil },
      { 'x-forwarded-server': evil },
      { 'x-host': evil },
      { forwarded: `for=1.1.1.1;host=${evil};proto=https` },
      { 'x-forwarded-proto': 'javascript', 'x-forwarded-port': '1', 'x-forwarded-host': evil },
      { 'x-original-host': evil, 'x-rewrite-url': `http://${evil}/`, referer: `http://${evil}/` },
    ];
    for (const headers of claims) {
      const told = ({ text, headers: given }: Heard): string | null =>
        `${text}${JSON.stringify(given)}`.includes(evil) ? 'names the other host' : null;
      expect(await faultsOf(headers, told)).toEqual([]);
    }
  });
});

describe('a header that a client sends', () => {
  const names = [
    'Idempotency-Key',
    'If-None-Match',
    'Prefer',
    'Accept',
    'Accept-Language',
    'X-Request-Id',
    'Cookie',
    'Origin',
  ];

  it('is never taken for two, nor written into an answer', async () => {
    const values = [
      'x%0d%0aX-Split: 1',
      'x\\r\\nX-Split: 1',
      'x%0aSet-Cookie: split=1',
      'x\u0085X-Split: 1',
      'x\u00a0',
    ];
    for (const name of names) {
      for (const value of values) {
        const headers = { [name.toLowerCase()]: value };
        const faults = await inLanes(everyRequest().slice(0, 60), async ({ who, operation, asked }) => {
          if (operation.method !== 'GET' && who !== nobody) return [];
          const quick = !/pdf|png|svg|zpl|evidence/.test(operation.path);
          if (!quick) return [];
          const heard = await matrix.ask(nobody, { ...asked, headers: { ...asked.headers, ...headers } });
          return isSplit(heard) ? [nameOf(operation)] : [];
        });
        expect(faults.flat(), `${name}: ${value}`).toEqual([]);
      }
    }
  });

  it('is not split by what stands in a path or a query', async () => {
    const splits = [
      '%0d%0aX-Split:%201',
      '%0aSet-Cookie:%20split=1',
      '%E5%98%8A%E5%98%8DX-Split:1',
      '%c4%8d%c4%8aX-Split:1',
    ];
    for (const split of splits) {
      for (const { operation, who, asked } of everyRequest()) {
        const [path = '', query = ''] = asked.target.split('?');
        for (const target of [`${path}${split}`, `${path}?${query}&cursor=${split}&limit=1`]) {
          const heard = await matrix.ask(operation.method === 'GET' ? who : nobody, { ...asked, target });
          expect(isSplit(heard), `${nameOf(operation)} ${target}`).toBe(false);
        }
      }
    }
  });

  it('may not be larger than the head has room for, one or many', async () => {
    const { url } = matrix.world.farm.service;
    const many = Array.from({ length: 2_500 }, (_, at) => `X-${at}: ${at}\r\n`).join('');
    for (const fields of [
      `Cookie: ${'a=b; '.repeat(5_000)}\r\n`,
      `Authorization: Bearer ${'a'.repeat(20_000)}\r\n`,
      many,
    ]) {
      const answer = await sendRaw(
        url,
        `POST /api/v1/auth/refresh HTTP/1.1\r\nHost: x\r\n${fields}Connection: close\r\n\r\n`,
      );
      expect([answer.status, answer.body.includes('headers-too-large')]).toEqual([431, true]);
    }
  });
});

describe('a request hidden in another', () => {
  const hidden = 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n';
  const smuggled: readonly (readonly [string, string])[] = [
    [
      'a length and chunks',
      `Content-Length: ${hidden.length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    ],
    ['chunks and a length', `Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n${hidden}`],
    ['two lengths', `Content-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`],
    ['two lengths in one', `Content-Length: 0, ${hidden.length}\r\n\r\n${hidden}`],
    ['a length with a sign', `Content-Length: +${hidden.length}\r\n\r\n${hidden}`],
    ['a length in hexadecimal', `Content-Length: 0x0\r\n\r\n${hidden}`],
    ['a length below zero', `Content-Length: -1\r\n\r\n${hidden}`],
    ['a length too large', `Content-Length: 99999999999999999999\r\n\r\n${hidden}`],
    ['another coding', `Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['chunks, and another coding', `Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${hidden}`],
    ['chunks twice', `Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${hidden}`],
    ['a space before the colon', `Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['a folded line', `Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['a bare carriage return', `X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`],
    ['a null in a field', `X: y\u0000z\r\n\r\n${hidden}`],
    ['a chunk of no size', `Transfer-Encoding: chunked\r\n\r\nx\r\n\r\n0\r\n\r\n${hidden}`],
    ['a chunk size with a space', `Transfer-Encoding: chunked\r\n\r\n0 x\r\n\r\n${hidden}`],
    ['a chunk size too large', `Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n${hidden}`],
  ];

  it.each(smuggled)('is not answered as a second one: %s', async (_, rest) => {
    const { url } = matrix.world.farm.service;
    const answer = await sendRaw(url, `POST /api/v1/auth/refresh HTTP/1.1\r\nHost: x\r\n${rest}`);
    const answers = (answer.head + answer.body).match(/HTTP\/1\.1 \d{3}/g) ?? [];
    expect(answers).toHaveLength(1);
    expect([400, 415]).toContain(answer.status);
  });

  it('is not let in by the credentials of the one before it on the same connection', async () => {
    const { url } = matrix.world.farm.service;
    const target = `/api/v1/sites/${matrix.idOf('own', { in: 'path', name: 'id', thing: 'site' })}`;
    const authorization = `Authorization: ${owner.headers['authorization']!}\r\n`;
    const answer = await sendRaw(
      url,
      `GET ${target} HTTP/1.1\r\nHost: x\r\n${authorization}\r\nGET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    );
    expect((answer.head + answer.body).match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401']);
  });

  it('does not carry two accounts: of two Authorization headers, neither the second nor both are believed', async () => {
    const { url } = matrix.world.farm.service;
    const good = `Authorization: ${owner.headers['authorization']!}\r\n`;
    const bad = 'Authorization: Bearer x\r\n';
    const target = `/api/v1/sites/${matrix.idOf('own', { in: 'path', name: 'id', thing: 'site' })}`;
    for (const [fields, expected] of [
      [good, 200],
      [bad + good, 401],
      [good.replace('Bearer ', 'Bearer x,'), 401],
    ] as const) {
      const answer = await sendRaw(
        url,
        `GET ${target} HTTP/1.1\r\nHost: x\r\n${fields}Connection: close\r\n\r\n`,
      );
      expect(answer.status, fields).toBe(expected);
    }
  });
});
