import { readFileSync } from 'node:fs';
import { IsString } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/http/openapi.js';
import { RouteTable } from '../../src/http/route-table.js';
import { contentSecurityPolicy, securityHeaders } from '../../src/http/security-headers.js';
import { checkShape } from '../../src/http/validation.pipe.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { sendRaw } from '../support/raw-http.js';

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp({ env: { PUBLIC_URL: 'https://ledger.example.org' } });
});

afterAll(() => service.close());

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly security?: object[];
  readonly responses: Record<string, unknown>;
}
type Paths = Record<string, Record<string, Operation>>;

async function document(): Promise<{ openapi: string; paths: Paths; components: object }> {
  return (await (await fetch(`${service.url}/openapi.json`)).json()) as Awaited<ReturnType<typeof document>>;
}

/** What the machine itself may ask for without signing in. */
const forThisMachine = ['get /metrics', 'get /log/tile/entries/{path}'];

describe('the OpenAPI document', () => {
  it('is version 3.1 and the same as the committed one', async () => {
    const served = await document();
    const committed: unknown = JSON.parse(
      readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'),
    );
    expect(served.openapi).toBe('3.1.0');
    expect(served).toEqual(committed);
    expect(JSON.parse(JSON.stringify(openApiDocument(service.app)))).toEqual(committed);
  });

  it('sums up every operation, and says which need a token', async () => {
    const { paths } = await document();
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
    );
    expect(operations.length).toBeGreaterThan(10);
    for (const operation of operations) {
      expect(operation.summary, operation.name).toMatch(/\w/);
      const answer = await fetch(
        service.url + operation.name.replace(/^\w+ /, '').replaceAll(/\{\w+\}/g, 'x'),
        {
          method: operation.name.split(' ')[0]!.toUpperCase(),
        },
      );
      if (operation.security !== undefined && !forThisMachine.includes(operation.name)) {
        expect(answer.status, operation.name).toBe(401);
      }
      if (operation.security === undefined && !operation.name.includes('/auth/')) {
        expect(answer.status, operation.name).not.toBe(401);
      }
    }
  });

  it('points to no schema that is not there', async () => {
    const text = JSON.stringify(await document());
    const { components } = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
    const named = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((found) => found[1]);
    expect(named.length).toBeGreaterThan(5);
    for (const name of new Set(named)) expect(Object.keys(components.schemas)).toContain(name);
  });

  it('knows the type of every field: none is an object because TypeScript could not say more', async () => {
    const { components } = await document();
    expect((components as { schemas: object }).schemas).not.toHaveProperty('Object');
  });
});

describe('a page', () => {
  const asked = async (encoding: string, method = 'GET') => {
    const head = [`${method} / HTTP/1.1`, 'Host: x', 'Accept: text/html', 'Connection: close'];
    const lines = encoding === '' ? head : [...head, `Accept-Encoding: ${encoding}`];
    return sendRaw(service.url, [...lines, '', ''].join('\r\n'));
  };

  it('is sent compressed to whom takes that, and says that it depends on it', async () => {
    for (const encoding of ['gzip', 'br, GZIP;q=0.5', 'gzip, deflate, br, zstd']) {
      const { head } = await asked(encoding);
      expect(head, encoding).toMatch(/^content-encoding: gzip\r?$/im);
      expect(head, encoding).toMatch(/^vary: .*Accept-Language.*Accept-Encoding/im);
    }
    for (const encoding of ['', 'identity', 'gzip;q=0', 'gzip ; q=0.00, br', 'gzipped']) {
      const { head, body } = await asked(encoding);
      expect(head, encoding).not.toMatch(/^content-encoding:/im);
      expect(head, encoding).toMatch(/^vary: .*Accept-Encoding/im);
      expect(body, encoding).toContain('</html>');
    }
    expect((await asked('gzip', 'HEAD')).head).not.toMatch(/^content-encoding:/im);
    const page = await fetch(service.url, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('</html>');
    const data = await fetch(`${service.url}/livez`, { headers: { 'accept-encoding': 'gzip' } });
    expect(data.headers.get('content-encoding')).toBeNull();
  });
});

describe('a content security policy', () => {
  it('forbids all that a page does not name', () => {
    expect(contentSecurityPolicy()).toBe(
      "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    );
  });

  it('allows an inline style by the hash of its text alone', () => {
    // The example of CSP Level 3 §8.4: 'alert(...)' hashed as bytes; here the empty style, hashed with openssl.
    expect(contentSecurityPolicy({ inlineStyles: [''] })).toContain(
      "style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';",
    );
  });

  it('never allows inline script, evaluation or another host', () => {
    const all = contentSecurityPolicy({
      inlineStyles: ['a', 'b'],
      ownScripts: true,
      ownImages: true,
      dataImages: true,
      ownRequests: true,
      ownForms: true,
    });
    expect(all).not.toMatch(/unsafe|https?:|\*/);
    expect(all).toContain("script-src 'self';");
    expect(all).toContain("img-src 'self' data:;");
    expect(all).toContain("form-action 'self'");
  });
});

describe('the headers of every answer', () => {
  it('are on every public route, which sets no cookie', async () => {
    const { paths } = await document();
    const pages = [
      '/',
      '/docs',
      '/openapi.json',
      '/problems',
      '/livez',
      '/readyz',
      '/.well-known/jwks.json',
      '/t/X',
    ];
    for (const path of [...pages, ...Object.keys(paths).filter((path) => !path.startsWith('/api/v1/auth'))]) {
      const answer = await fetch(service.url + path.replaceAll(/\{\w+\}/g, 'x'));
      expect(answer.headers.get('set-cookie'), path).toBeNull();
      expect(answer.headers.get('content-security-policy'), path).toMatch(/^default-src 'none'/);
      expect(answer.headers.get('content-security-policy'), path).not.toContain('unsafe');
      expect(answer.headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(answer.headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(answer.headers.get('x-frame-options'), path).toBe('DENY');
      expect(answer.headers.get('strict-transport-security'), path).toBe('max-age=31536000');
      expect(answer.headers.get('x-powered-by'), path).toBeNull();
      expect(answer.headers.get('server'), path).toBeNull();
    }
  });

  it('ask for TLS only where the public address has it', () => {
    expect(securityHeaders(true)['strict-transport-security']).toBe('max-age=31536000');
    expect(Object.keys(securityHeaders(false))).not.toContain('strict-transport-security');
  });
});

describe('a line of the log', () => {
  it('is written for every request, with the pattern of its route and nothing of what was sent', async () => {
    const before = service.logLines().length;
    await fetch(`${service.url}/t/8F3KQ7SECRETCODEX?s=SIGNATURE&phone=13800000000`, {
      headers: { authorization: 'Bearer TOKEN', cookie: 'furrow_refresh=COOKIE', 'user-agent': 'AGENT' },
    });
    await fetch(`${service.url}/nowhere/PRIVATE`);
    await fetch(`${service.url}/api/v1/auth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'LOGIN', password: 'PASSWORD' }),
    });
    const lines = service.logLines().slice(before);
    expect(lines.map((line) => [line['method'], line['route'], line['status']])).toEqual([
      ['GET', '/t/:code', expect.any(Number)],
      ['GET', 'unmatched', 404],
      ['POST', '/api/v1/auth/token', 401],
    ]);
    for (const line of lines) {
      expect(Object.keys(line).sort()).toEqual(
        ['durationMs', 'level', 'method', 'msg', 'requestId', 'route', 'status', 'time'].sort(),
      );
    }
    expect(JSON.stringify(lines)).not.toMatch(
      /SECRET|SIGNATURE|138000|TOKEN|COOKIE|AGENT|PRIVATE|LOGIN|PASSWORD|127\.0\.0\.1/,
    );
  });
});

describe('the route table', () => {
  it('knows the methods of a path as the router matches it', () => {
    const routes = new RouteTable();
    routes.add('GET', '/a/:id', 'A.get');
    routes.add('HEAD', '/a/:id', 'A.get');
    routes.add('POST', '/a/events::batch', 'A.batch');
    routes.add('GET', '/a/:id/labels/:set.svg', 'A.svg');
    routes.add('GET', '/files/*', 'A.files');
    expect(routes.methodsAt('/a/1?x=/a/events:batch')).toEqual(['GET', 'HEAD']);
    expect(routes.methodsAt('/a/events:batch')).toEqual(['GET', 'HEAD', 'POST']);
    expect(routes.methodsAt('/a/1/labels/2.svg')).toEqual(['GET']);
    expect(routes.methodsAt('/a/1/labels/2xsvg')).toEqual([]);
    expect(routes.methodsAt('/a/1/2')).toEqual([]);
    expect(routes.methodsAt('/files/x/y')).toEqual(['GET']);
    expect(routes.list()).toContain('POST /a/events::batch');
    expect(routes.handlers()).toEqual(['A.get', 'A.batch', 'A.svg', 'A.files']);
  });
});

class Shape {
  @IsString()
  name!: string;
}

describe('a shape', () => {
  it('gives an instance of its class', () => {
    expect(checkShape(Shape, { name: 'x' }, '')).toBeInstanceOf(Shape);
  });

  it.each([[{}], [{ name: 1 }], [{ name: ['x'] }], [{ name: 'x', more: 1 }], [[]], ['x'], [7], [null]])(
    'refuses %j',
    (value) => {
      expect(() => checkShape(Shape, value, '/query')).toThrow('validation');
    },
  );
});
