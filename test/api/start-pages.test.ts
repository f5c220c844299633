import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import { sendRaw } from '../support/raw-http.js';

/** What browsers send when a person opens an address. */
const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

let farm: Cooperative;
let code: string;
let demoFile: string;
beforeAll(async () => {
  farm = await createCooperative();
  const batch = await farm.open('START-1');
  const quantity = { value: '10', unit: 'KGM' };
  await farm.record(batch, 'harvest', { quantity, startedOn: '2026-11-01', stoppedOn: '2026-11-01' });
  const set = await made(
    farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 1, net: { value: '5', unit: 'KGM' } }),
  );
  const uri = String(set.firstUri);
  code = /\/21\/(\w{17})/.exec(uri)?.[1] ?? '';
  demoFile = join(farm.service.config.dataDir, 'demo.json');
  await writeFile(demoFile, JSON.stringify({ url: farm.service.config.publicUrl, labels: [{ batch, uri }] }));
});
afterAll(() => farm.service.close());

function open(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
  return fetch(farm.service.url + path, { method, redirect: 'manual', headers: { ...browser, ...headers } });
}

async function pageOf(path: string, headers: Record<string, string> = {}): Promise<[number, string]> {
  const answer = await open(path, headers);
  expect(answer.headers.get('content-type'), path).toBe('text/html; charset=utf-8');
  expect(answer.headers.get('content-security-policy'), path).toMatch(
    /^default-src 'none'; style-src 'sha256-/,
  );
  expect(answer.headers.get('content-security-policy'), path).not.toContain('script-src');
  expect(answer.headers.get('cache-control'), path).toBe('no-store');
  expect(answer.headers.get('vary'), path).toContain('Accept-Language');
  expect(answer.headers.get('set-cookie'), path).toBeNull();
  const html = await answer.text();
  expect(html, path).not.toContain('<script');
  return [answer.status, html];
}

/** The page of a label, which has a script of its own check from when the log holds its entries. */
async function labelPageOf(path: string): Promise<[number, string]> {
  const answer = await open(path);
  return [answer.status, await answer.text()];
}

describe('the start page', () => {
  it('says what the service is, takes a code and leads to the documents, Chinese first', async () => {
    const [status, html] = await pageOf('/');
    expect(status).toBe(200);
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('action="/t"');
    for (const href of ['/docs', '/.well-known/jwks.json', '/problems', '/verify', '/keys', '/status']) {
      expect(html).toContain(`href="${href}`);
      expect((await fetch(farm.service.url + href)).status, href).toBe(200);
    }
    const [, english] = await pageOf('/', { 'accept-language': 'en' });
    expect(english).toContain('<html lang="en">');
    expect((await pageOf('/?lang=en&view=elder'))[1]).toContain('<html lang="en" class="elder">');
  });

  it('links a label of the demo data to its page, signature included', async () => {
    const [, html] = await pageOf('/');
    const link = /href="([^"]+)"[^>]*><bdi>苹果/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(link).toMatch(/^\/01\/\d{14}\/10\/START-1\/21\/\w{17}\?s=\w+&lang=zh-CN$/);
    expect((await labelPageOf(link))[1]).toContain('标签已签发');
  });

  it('shows no demo where there is none, or where its labels are of another database', async () => {
    const uri = `${farm.service.config.publicUrl}/t/8F3KQ7TN2V5XRA4DN`;
    await writeFile(demoFile, JSON.stringify({ url: farm.service.config.publicUrl, labels: [{ uri }] }));
    expect((await pageOf('/'))[1]).not.toContain('演示数据');
    await rm(demoFile);
    expect((await pageOf('/'))[1]).not.toContain('演示数据');
  });
});

describe('a number typed by hand', () => {
  it('leads to its page in whatever way it was typed', async () => {
    const wide = code.replace(/./g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
    const ways = [
      code,
      code.toLowerCase(),
      `  ${code.slice(0, 4)} ${code.slice(4, 8)}-${code.slice(8)} `,
      `${code.slice(0, 9)}\u3000${code.slice(9)}`,
      code.replaceAll('0', 'O').replaceAll('1', 'I'),
      code.replaceAll('0', 'o').replaceAll('1', 'l'),
      wide,
    ];
    for (const typed of ways) {
      const answer = await open(`/t?code=${encodeURIComponent(typed)}&view=elder&lang=en`);
      expect(answer.status, typed).toBe(303);
      expect(answer.headers.get('location'), typed).toBe(`/t/${code}?lang=en&view=elder`);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
    const [status, html] = await labelPageOf(`/t/${code}?lang=zh-CN`);
    expect(status).toBe(200);
    expect(html).toContain('标签已签发');
    // It was not a small label that was looked up, only its number.
    expect(html).not.toContain('小标签');
  });

  it.each([
    ['', '没有输入号码'],
    ['   ', '没有输入号码'],
    ['8F3K Q7TN 2V5X RA4D', '只有 16 位'],
    ['8F3K Q7TN 2V5X RA4D NN', '有 18 位'],
    ['8F3K Q7TN 2V5X RA4D P', '末位的校验对不上'],
    ['F83K Q7TN 2V5X RA4D N', '末位的校验对不上'],
    ['8F3K Q7TN 2U5X RA4D N', '不会出现'],
    ['8F3K Q7TN 2號5X RA4D N', '不会出现'],
  ])('that cannot be one is answered 400 with the kind of slip: %j', async (typed, said) => {
    const [status, html] = await pageOf(`/t?code=${encodeURIComponent(typed)}`);
    expect(status).toBe(400);
    expect(html).toContain(said);
    expect(html).toContain('<form action="/t"');
    expect(html).toContain('aria-invalid="true"');
  });

  it('that was typed into the address is met the same way', async () => {
    const [status, html] = await pageOf('/t/8F3KQ7TN2V5XRA4DP');
    expect(status).toBe(400);
    expect(html).toContain('末位的校验对不上');
    expect((await pageOf('/01/123/10/A'))[1]).toContain('这个网址读不出来');
  });

  it.each([
    ['<script>alert(1)</script>'],
    ['"><img src=x onerror=alert(1)>'],
    ['\u202e8F3KQ7TN2V5XRA4DN\u2066'],
    ['Ａ\u0410\u0301\u0301\u0301\u0301\u0301\u0301'],
    ['\u0000\u001b[2J'],
    ['W'.repeat(1_500)],
  ])('never does anything but be shown: %j', async (typed) => {
    const [status, html] = await pageOf(`/t?code=${encodeURIComponent(typed)}`);
    expect(status).toBe(400);
    expect(html).not.toMatch(/<script|<img|[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
    expect(html.length).toBeLessThan(40_000);
    const links = [...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
    expect(links.filter((href) => !/^\/(?!\/)/.test(href))).toEqual([]);
  });

  it.each(['/t', '/t?code=a&code=b', '/t?code[x]=1', '/t?lang=en'])(
    'is missing from %s, which is said so',
    async (path) => {
      expect((await pageOf(path))[0]).toBe(400);
    },
  );
});

describe('an address that is no page', () => {
  it('is answered with a page to a browser and with a problem document to a program', async () => {
    const [status, html] = await pageOf('/nowhere?lang=en&x=1');
    expect(status).toBe(404);
    expect(html).toContain('There is no such page');
    expect(html.replaceAll('&amp;', '&')).toContain('href="/nowhere?x=1&lang=zh-CN"');
    for (const accept of ['application/json', '*/*', 'image/avif,image/webp,*/*;q=0.8']) {
      const answer = await open('/nowhere', { accept });
      expect(answer.status, accept).toBe(404);
      expect(answer.headers.get('content-type'), accept).toContain('application/problem+json');
      expect(answer.headers.get('vary')).toContain('Accept');
    }
  });

  it('is a page to browsers that only read; what changes something is answered with a document', async () => {
    const sent = await open('/nowhere', {}, 'POST');
    expect(sent.headers.get('content-type')).toContain('application/problem+json');
    const head = await open('/nowhere', {}, 'HEAD');
    expect(head.status).toBe(404);
    expect(head.headers.get('content-type')).toContain('text/html');
  });

  it('is a page also when it cannot even be decoded, and other refusals are pages, too', async () => {
    const request = `GET /t/%ff HTTP/1.1\r\nHost: x\r\nAccept: ${browser.accept}\r\nConnection: close\r\n\r\n`;
    const raw = await sendRaw(farm.service.url, request);
    expect(raw.status).toBe(400);
    expect(raw.head).toContain('text/html');
    const [status, html] = await pageOf('/api/v1/batches?lang=en');
    expect(status).toBe(401);
    expect(html).toContain('Sign in first');
  });

  it('leads to no other host, whatever was asked for', async () => {
    for (const path of ['//evil.example/x', '/\\evil.example', `/${'x'.repeat(1_900)}`]) {
      const request = `GET ${path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nConnection: close\r\n\r\n`;
      const { status, body } = await sendRaw(farm.service.url, request);
      expect(status, path).toBe(404);
      const links = [...body.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
      expect(links.filter((href) => !/^\/(?![/\\])/.test(href))).toEqual([]);
    }
  });
});
