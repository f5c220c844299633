import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RouteTable } from '../../src/http/route-table.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { sendRaw } from '../support/raw-http.js';
import { findCases } from '../vectors/case-files.js';

const path = '/api/v1/auth/token';
let service: TestApp;
let signedIn: Record<string, string>;

beforeAll(async () => {
  service = await createTestApp();
  const roles = ['owner', 'admin', 'regulator', 'inspector', 'certifier'] as const;
  const grants = roles.map((role) => ({ role, organizationId: null, region: null }));
  const account = await service.signIn({ login: 'gate', name: '门', password: 'a long password', grants });
  signedIn = account.headers;
});

afterAll(async () => {
  expect(service.logLines().filter((line) => line['level'] === 'error')).toEqual([]);
  await service.close();
});

interface Problem {
  readonly type: string;
  readonly status: number;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

async function post(body: string | Uint8Array, headers: Record<string, string> = {}) {
  const answer = await fetch(service.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : Uint8Array.from(body),
  });
  const problem = (await answer.json()) as Problem;
  return { status: answer.status, problem, type: answer.headers.get('content-type') };
}

const good = JSON.stringify({ login: 'nobody', password: 'wrong' });
const utf8 = (text: string): Buffer => Buffer.from(text);

describe('a JSON body', () => {
  it.each<[string, string | Buffer, string]>([
    ['a duplicate key', '{"login":"a","login":"b","password":"c"}', 'json-duplicate-key'],
    ['a duplicate key written with an escape', '{"login":"a","l\\u006fgin":"b"}', 'json-duplicate-key'],
    ['a lone high surrogate', '{"login":"\\ud800","password":"c"}', 'json-lone-surrogate'],
    ['a lone low surrogate', '{"login":"\\udc00x","password":"c"}', 'json-lone-surrogate'],
    ['U+0000', '{"login":"a\\u0000","password":"c"}', 'json-nul'],
    ['invalid UTF-8', Buffer.concat([utf8('{"login":"'), Buffer.of(0xff), utf8('"}')]), 'bytes-utf8'],
    ['overlong UTF-8', Buffer.concat([utf8('{"login":"'), Buffer.of(0xc0, 0x80), utf8('"}')]), 'bytes-utf8'],
    [
      'a surrogate as UTF-8',
      Buffer.concat([utf8('"'), Buffer.of(0xed, 0xa0, 0x80), utf8('"')]),
      'bytes-utf8',
    ],
    ['a byte order mark', Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), utf8(good)]), 'json-bom'],
    ['33 levels', `{"a":${'['.repeat(32)}${']'.repeat(32)}}`, 'json-depth'],
    ['5,000 levels', '['.repeat(5_000) + ']'.repeat(5_000), 'json-depth'],
    ['1e400', '{"login":1e400}', 'json-number'],
    ['2^53', '{"login":9007199254740992}', 'json-number'],
    ['a fraction', '{"login":0.5}', 'json-number'],
    ['-0', '{"login":-0}', 'json-number'],
    ['__proto__', '{"__proto__":{"login":"a"}}', 'json-forbidden-key'],
    ['constructor', '{"constructor":{"prototype":{}}}', 'json-forbidden-key'],
    ['a trailing comma', '{"login":"a",}', 'json-syntax'],
    ['two documents', '{}{}', 'json-syntax'],
    ['a comment', '{/**/}', 'json-syntax'],
    ['NaN', '{"login":NaN}', 'json-syntax'],
    ['single quotes', "{'login':'a'}", 'json-syntax'],
    ['white space alone', '   ', 'json-syntax'],
  ])('is refused when it holds %s', async (_, body, code) => {
    const { status, problem, type } = await post(body);
    expect(status).toBe(400);
    expect(type).toBe('application/problem+json; charset=utf-8');
    expect(problem).toMatchObject({ type: '/problems/malformed', status: 400 });
    expect(problem.errors?.[0]?.code).toBe(code);
  });

  it('may nest 32 levels: then its fields are judged', async () => {
    const { status, problem } = await post(`{"login":${'['.repeat(31)}${']'.repeat(31)},"password":"x"}`);
    expect([status, problem.errors]).toMatchObject([422, [{ pointer: '/login', code: 'text' }]]);
  });

  it('names the place of the fault', async () => {
    const { problem } = await post('{"login":"a","more":[{"x":1,"x":2}]}');
    expect(problem.errors?.[0]?.pointer).toMatch(/^\/more\/0/);
  });

  it.each([
    ['no body', ''],
    ['null', 'null'],
    ['a string', '"text"'],
    ['a number', '7'],
    ['a list', '[]'],
    ['a list of what is due', `[${good}]`],
  ])('is refused when it is %s', async (_, body) => {
    const { status } = await post(body);
    expect([400, 422]).toContain(status);
  });

  it('of exactly 64 KiB is read, of one byte more is not', async () => {
    const filler = 65_536 - good.length;
    const { status } = await post(good + ' '.repeat(filler));
    expect(status).toBe(401);
    const over = await post(good + ' '.repeat(filler + 1));
    expect([over.status, over.problem.type]).toEqual([413, '/problems/too-large']);
  });

  it('over the limit is refused as well when its length is not announced', async () => {
    const chunk = 'x'.repeat(40_000);
    const size = chunk.length.toString(16);
    const answer = await sendRaw(
      service.url,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n` +
        `Connection: close\r\n\r\n${size}\r\n${chunk}\r\n${size}\r\n${chunk}\r\n0\r\n\r\n`,
    );
    expect(answer.status).toBe(413);
    expect(answer.body).toContain('/problems/too-large');
  });
});

describe('a media type', () => {
  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/xml',
    'application/json; charset=gbk',
    'application/json; charset=utf-16',
    'application/json; version=2',
    'application/jsonp',
    'application/problem+json',
    'application/json, text/plain',
    'application/jose; charset=utf-8',
    'json',
    '*/*',
  ])('is refused: %s', async (type) => {
    const { status, problem } = await post(good, { 'content-type': type });
    expect([status, problem.type]).toEqual([415, '/problems/media-type']);
  });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'is taken: %s',
    async (type) => {
      expect((await post(good, { 'content-type': type })).status).toBe(401);
    },
  );

  it('is needed for a body', async () => {
    const answer = await sendRaw(
      service.url,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${good.length}\r\nConnection: close\r\n\r\n${good}`,
    );
    expect(answer.status).toBe(415);
  });

  it.each(['gzip', 'deflate', 'br', 'zstd', 'x'])('is refused compressed: %s', async (coding) => {
    const { status, problem } = await post(good, { 'content-encoding': coding });
    expect([status, problem.type]).toEqual([415, '/problems/media-type']);
  });

  it('may say that nothing was compressed', async () => {
    expect((await post(good, { 'content-encoding': 'identity' })).status).toBe(401);
  });

  it('application/jose is for signed statements, not for routes that take JSON', async () => {
    const { status } = await post('a.b.c', { 'content-type': 'application/jose' });
    expect(status).toBe(422);
  });

  it.each([
    ['a line end', 'a.b.c\n'],
    ['a space', 'a.b.c d'],
    ['a letter beyond ASCII', 'a.b.ç'],
    ['a control character', 'a.b.c\u0007'],
    ['nothing', ''],
  ])('application/jose is refused with %s', async (_, body) => {
    const { status, problem } = await post(body, { 'content-type': 'application/jose' });
    expect([status, problem.type]).toEqual([400, '/problems/malformed']);
  });
});

describe('the head of a request', () => {
  it('may not be over 16 KiB', async () => {
    const answer = await sendRaw(
      service.url,
      `GET /livez HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(17_000)}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer.status).toBe(431);
    expect(answer.body).toContain('/problems/headers-too-large');
  });

  it('may not ask for a target of over 4,096 characters', async () => {
    const answer = await fetch(`${service.url}/livez?${'x'.repeat(4_097)}`);
    expect([answer.status, ((await answer.json()) as Problem).type]).toEqual([414, '/problems/uri-too-long']);
  });

  it('may not hold a path parameter of over 200 characters', async () => {
    const answer = await fetch(`${service.url}/problems/${'x'.repeat(201)}`);
    expect([answer.status, ((await answer.json()) as Problem).type]).toEqual([414, '/problems/uri-too-long']);
  });

  it.each(['/%', '/%zz', '/%ff', '/problems/%c0%af', '/problems/%'])(
    'may not escape what is no text: %s',
    async (target) => {
      const answer = await sendRaw(
        service.url,
        `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      );
      expect([400, 404]).toContain(answer.status);
      expect(answer.head).toContain('application/problem+json');
      expect(answer.head.toLowerCase()).toContain("content-security-policy: default-src 'none'");
    },
  );

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['another protocol', 'SSH-2.0-OpenSSH_9\r\n\r\n'],
    ['a line end inside a header', 'GET /livez HTTP/1.1\r\nHost: x\r\nA\nB: c\r\n\r\n'],
    ['two lengths', 'POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['no host', 'GET /livez HTTP/1.1\r\n\r\n'],
    ['a length that is no number', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n'],
  ])('is refused with %s', async (_, bytes) => {
    const answer = await sendRaw(service.url, bytes);
    expect(answer.status).toBe(400);
    expect(answer.head + answer.body).not.toMatch(/\bat .*\.js|node_modules/);
  });
});

describe('whatever is sent', () => {
  const cases = findCases('json/test_parsing');
  const bodies = (cases?.names() ?? []).map((name) => [name, cases!.bytes(name)] as const);

  it.skipIf(cases === null)('of the public JSON corpus is answered without a 5xx', async () => {
    expect(bodies.length).toBeGreaterThan(300);
    for (const [name, body] of bodies) {
      const { status, type } = await post(body);
      expect(status, name).toBeGreaterThanOrEqual(400);
      expect(status, name).toBeLessThan(500);
      expect(type, name).toContain('application/problem+json');
    }
  });

  it('to any route is answered without a 5xx', async () => {
    const routes = service.app.get(RouteTable).list();
    const writes = routes.filter((route) => /^(POST|PUT|PATCH|DELETE) /.test(route));
    const sent = [
      '', 'null', '[]', '{}', '"x"', '0', '{"a":1e400}', '{"x":"\\ud800"}', '['.repeat(40),
      '{"id":null,"name":[],"organization":{},"kind":7,"data":"x","units":"many","uri":{}}',
      '{"login":{},"password":[],"role":"king","product":"\\u202e","site":-1,"occurredAt":"yesterday"}',
    ]; // prettier-ignore
    expect(writes.length).toBeGreaterThan(10);
    for (const route of writes) {
      const [method = '', pattern = ''] = route.split(' ');
      for (const id of ['x', '6f2f1c0e-6f0a-4c5b-9d43-1f4a3c0f7c11', '%00', "'--"]) {
        const target = service.url + pattern.replaceAll('::', ':').replaceAll(/(?<=\/):\w+/g, id);
        for (const body of sent) await expectRefusal(method, target, body);
        if (!pattern.includes('/:')) break;
      }
    }
  });

  async function expectRefusal(method: string, target: string, body: string): Promise<void> {
    const answer = await fetch(target, {
      method,
      headers: { ...signedIn, 'content-type': 'application/json' },
      body,
    });
    const text = await answer.text();
    expect(answer.status, `${method} ${target} ${body}`).toBeLessThan(500);
    if (answer.status >= 400)
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(text).not.toMatch(/\bat .*\.js:\d|node_modules|select |insert into/i);
  }
});
