import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DemoMark } from '../../src/access/demo-mark.js';
import { parseTrust } from '../../src/ledger/trust.js';
import { verifyEvidence } from '../../src/ledger/verify.js';
import { alterEvidence } from '../../src/pages/altered-evidence.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';
import type { TestApp } from '../support/app.js';
import { sendRaw } from '../support/raw-http.js';
import { hostileTexts } from '../web/hostile-texts.js';

const kg = (value: string) => ({ value, unit: 'KGM' });
const password = 'pass-of-the-demo';
let farm: Cooperative;
let uri: string;
let code: string;

beforeAll(async () => {
  farm = await createCooperative();
  const batch = await farm.open('AUDITED-1');
  const days = { startedOn: '2026-11-01', stoppedOn: '2026-11-01' };
  await made(farm.record(batch, 'harvest', { quantity: kg('24300'), ...days }));
  const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 1, net: kg('5') }));
  uri = String(set.firstUri);
  code = /\/21\/(\w{17})/.exec(uri)?.[1] ?? '';
  const accounts = ['admin', 'farmer', 'apple', 'regulator'].map((login) => ({ login, password }));
  const demo = { url: farm.service.config.publicUrl, labels: [{ batch, uri }], accounts };
  await writeFile(join(farm.service.config.dataDir, 'demo.json'), JSON.stringify(demo));
  await farm.service.settled();
});
afterAll(() => farm.service.close());

async function pageOf(path: string, headers: Record<string, string> = {}): Promise<[number, string]> {
  const answer = await fetch(farm.service.url + path, {
    redirect: 'manual',
    headers: { accept: 'text/html', ...headers },
  });
  return [answer.status, await answer.text()];
}

/** The bytes that ask for the start page under a host's name. */
const startAt = (host: string): string =>
  ['GET / HTTP/1.1', `Host: ${host}`, 'Accept: text/html', 'Connection: close', '', ''].join('\r\n');

/** A service with other settings whose start page shows a demo; answers the password that it may show. */
async function otherDemo(env: Record<string, string>): Promise<{ service: TestApp; demo: string }> {
  const other = await createCooperative({ env });
  const batch = await other.open('SHOWN-1');
  await made(
    other.record(batch, 'harvest', { quantity: kg('10'), startedOn: '2026-11-01', stoppedOn: '2026-11-01' }),
  );
  const set = await made(other.owner.post(`/api/v1/batches/${batch}/labels`, { units: 1, net: kg('5') }));
  const accounts = ['apple'].map((login) => ({ login, password }));
  const demo = { url: other.service.config.publicUrl, labels: [{ batch, uri: set.firstUri }], accounts };
  await writeFile(join(other.service.config.dataDir, 'demo.json'), JSON.stringify(demo));
  return { service: other.service, demo: password };
}

/** The page as it is answered under a host's name and further headers, which fetch does not let anybody choose. */
async function pageUnder(host: string, further: readonly string[] = []): Promise<string> {
  const lines = [
    'GET / HTTP/1.1',
    `Host: ${host}`,
    'Accept: text/html',
    ...further,
    'Connection: close',
    '',
    '',
  ];
  return (await sendRaw(farm.service.url, lines.join('\r\n'))).body;
}

describe('the mark of a demo', () => {
  it('stands on no page before the loader is done, and on every one after, in the reader’s language', async () => {
    const pages = [
      '/',
      `/t/${code}`,
      '/t/8F3KQ7TN2V5XRA4DN',
      '/nowhere',
      '/d',
      '/keys',
      '/status',
      '/verify',
      '/problems',
      '/problems/not-found',
      '/docs',
      '/docs/BatchesController.get',
    ];
    for (const path of [...pages, '/app', '/console'])
      expect((await pageOf(path))[1], path).not.toContain('class="ribbon"');
    expect((await pageOf('/demo/altered'))[0]).toBe(404);
    const worker = (await pageOf('/app/sw.js'))[1];
    await farm.service.app.get(DemoMark).refresh();
    for (const path of pages) {
      expect((await pageOf(path))[1], path).toContain('<aside class="ribbon">演示数据');
      const english = `${path}${path.includes('?') ? '&' : '?'}lang=en`;
      expect((await pageOf(english))[1], path).toContain('<aside class="ribbon">Demo data');
    }
    for (const path of ['/app', '/console']) {
      expect((await pageOf(path))[1], path).toContain('演示数据');
      expect((await pageOf(path))[1], path).toContain('Demo data');
    }
    // The kept page of the app is renewed.
    expect((await pageOf('/app/sw.js'))[1]).not.toBe(worker);
  });
});

describe('the demo’s logins on the start page', () => {
  it('are three, with what each does and where it signs in; never the admin’s', async () => {
    const [, html] = await pageOf('/');
    const card = /<ul class="people">.*?<\/ul>/s.exec(html)?.[0] ?? '';
    expect(card.match(/<h3>[^<]+/g)).toEqual(['<h3>农户', '<h3>合作社', '<h3>监管']);
    for (const where of [
      '/app#/sign-in?as=farmer',
      '/console#/sign-in?as=apple',
      '/console#/sign-in?as=regulator',
    ])
      expect(card).toContain(`href="${where}&amp;password=${password}"`);
    expect(card).not.toContain('admin');
  });

  it('have their passwords for this machine alone, asked under a name of its own', async () => {
    const port = new URL(farm.service.url).port;
    for (const host of [
      `127.0.0.1:${port}`,
      `localhost:${port}`,
      'localhost',
      `[::1]:${port}`,
      `LOCALHOST:${port}`,
    ])
      expect(await pageUnder(host), host).toContain(password);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '192.168.1.20',
    ])
      expect(await pageUnder(host), host).not.toContain(password);
    for (const header of [
      'X-Forwarded-For: 203.0.113.9',
      'Forwarded: for=203.0.113.9',
      'Via: 1.1 proxy',
      'X-Real-IP: 127.0.0.1',
    ])
      expect(await pageUnder(`localhost:${port}`, [header]), header).not.toContain(password);
    const elsewhere = await pageUnder('evil.example');
    expect(elsewhere).toContain('见启动时的终端');
    expect(elsewhere).toContain('href="/app#/sign-in?as=farmer"');
    expect(elsewhere).not.toContain('替您填好');
  });
});

describe('a demo that the operator shows to others', () => {
  it('has its passwords on the start page for everybody, and for nobody where the service has a public name', async () => {
    for (const [env, isShown] of [
      [{ DEMO_LOGINS: 'shown', PUBLIC_URL: 'https://demo.example.org' }, true],
      [{ PUBLIC_URL: 'https://demo.example.org' }, false],
      [{ TRUST_PROXY: '1' }, false],
    ] as const) {
      const { service, demo } = await otherDemo(env);
      const { body } = await sendRaw(service.url, startAt('localhost'));
      expect(body.includes('<ul class="people">'), JSON.stringify(env)).toBe(true);
      expect(body.includes(demo), JSON.stringify(env)).toBe(isShown);
      await service.close();
    }
  });
});

describe('the altered record', () => {
  it('is a copy with one digit changed, which the check finds; the record itself is as it was', async () => {
    const original = new Uint8Array(
      await (await fetch(`${farm.service.url}/evidence/${code}`)).arrayBuffer(),
    );
    const altered = alterEvidence(original);
    expect(altered).toMatchObject({ seq: 2, before: '24300', after: '94300' });
    const trust = await (await fetch(`${farm.service.url}/.well-known/furrow/trust.json`)).bytes();
    expect(verifyEvidence(original, parseTrust(trust), { code }).verdict).not.toBe('invalid');
    const report = verifyEvidence(altered?.bytes ?? original, parseTrust(trust), { code });
    const failed = report.checks.filter(({ status }) => status === 'fail').map(({ check }) => check);
    expect(failed).toEqual(['inclusion', 'chains', 'statement-signatures']);
    expect(report.checks.find(({ check }) => check === 'statement-signatures')).toMatchObject({
      reason: 'signature-wrong',
      figures: { seq: 2 },
    });
  });

  it('has a page that names what was changed and every check, and the file to check alone', async () => {
    const [status, html] = await pageOf('/demo/altered');
    expect(status).toBe(200);
    for (const said of ['24300', '94300', '第 2 条', '核对不通过', '记录签名', 'furrow verify altered.json'])
      expect(html).toContain(said);
    expect(html.match(/<ul class="checks">.*?<\/ul>/s)?.[0].match(/不通过/g)).toHaveLength(3);
    const file = new Uint8Array(
      await (await fetch(`${farm.service.url}/demo/altered/evidence`)).arrayBuffer(),
    );
    const trust = await (await fetch(`${farm.service.url}/.well-known/furrow/trust.json`)).bytes();
    expect(verifyEvidence(file, parseTrust(trust), { code }).verdict).toBe('invalid');
    expect((await pageOf(`/t/${code}`))[1]).not.toContain('记录对不上');
  });
});

describe('the page of keys', () => {
  it('names label keys with their validity, the log’s key, its witnesses and the operator’s, as the files do', async () => {
    const [status, html] = await pageOf('/keys');
    expect(status).toBe(200);
    const plain = html.replaceAll(/<\/?span>/g, '');
    const jwks = (await (await fetch(`${farm.service.url}/.well-known/jwks.json`)).json()) as {
      keys: { kid: string; 'furrow:purpose': string }[];
    };
    const labels = jwks.keys.filter((key) => key['furrow:purpose'] === 'label');
    expect(labels.length).toBeGreaterThan(0);
    for (const { kid } of labels) expect(plain).toContain(kid);
    const trust = (await (await fetch(`${farm.service.url}/.well-known/furrow/trust.json`)).json()) as {
      operator: { kid: string };
      policy: string;
    };
    expect(plain).toContain(trust.operator.kid);
    for (const [, vkey = ''] of trust.policy.matchAll(/^log (\S+)$/gm)) expect(html).toContain(vkey);
    for (const [, vkey = ''] of trust.policy.matchAll(/^witness \S+ (\S+)$/gm)) expect(html).toContain(vkey);
  });
});

describe('the page of the service’s standing', () => {
  it('says in words what /readyz, the checkpoint and its cosignatures say', async () => {
    const [status, html] = await pageOf('/status');
    expect(status).toBe(200);
    const [origin = '', size = ''] = (await (await fetch(`${farm.service.url}/log/checkpoint`)).text()).split(
      '\n',
    );
    for (const said of ['正常', origin, `${size} 条记录`, '1 个见证方签到第']) expect(html).toContain(said);
  });
});

describe('the box to verify a code', () => {
  it('takes a number or an address in the ways people paste it, and shows page, request and JSON', async () => {
    const path = uri.slice(farm.service.config.publicUrl.length);
    for (const typed of [code, code.toLowerCase(), ` ${uri} `, path, `${path}&lang=en`]) {
      const [status, html] = await pageOf(`/verify?code=${encodeURIComponent(typed)}`);
      expect(status, typed).toBe(200);
      expect(html, typed).toContain('标签已签发，还没有启用');
      expect(html, typed).toContain('&quot;verdict&quot;: &quot;caution&quot;');
      expect(html, typed).toContain(`/21/${code}`.slice(4));
    }
    expect((await pageOf('/verify'))[1]).not.toContain('<pre>');
  });

  it('says of everything else what it takes, with 400, and does nothing with it', async () => {
    const others = ['', ' ', '8F3K', 'https://evil.example/t/8F3KQ7TN2V5XRA4DN', '/etc/passwd', `${uri}&s=1`];
    for (const typed of [...others, ...Object.values(hostileTexts)]) {
      const query = encodeURIComponent(typed.slice(0, 300).replace(/\p{Cs}/gu, ''));
      const [status, html] = await pageOf(`/verify?code=${query}`);
      expect([200, 400], typed).toContain(status);
      if (status === 200) continue;
      expect(html).toContain('id="slip"');
      expect(html).not.toMatch(/<script|<img|<svg onload|[\u202A-\u202E\u2066-\u2069]/i);
    }
    expect((await pageOf('/verify?code=8F3K'))[0]).toBe(400);
    expect((await pageOf('/verify?code=a&code=b'))[0]).toBe(200);
  });
});
