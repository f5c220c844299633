import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';

let farm: Cooperative;
let batch: string;
let uri: string;
let set: string;
beforeAll(async () => {
  farm = await createCooperative({ tampers: true });
  batch = await farm.open('SCAN-1');
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const quantity = { value: '100', unit: 'KGM' };
  await farm.record(batch, 'harvest', { quantity, startedOn: today, stoppedOn: today });
  const labels = await made(
    farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 5, net: { value: '5', unit: 'KGM' } }),
  );
  set = String(labels.id);
  uri = String(labels.firstUri);
});
afterAll(() => farm.service.close());

interface View {
  verdict: string;
  reason: string;
  checks: { check: string; status: string; detail: string }[];
  scans: { count: number } | null;
  label: { state: string; code: string } | null;
}

async function verify(text: string): Promise<{ status: number; body: View }> {
  const answer = await fetch(`${farm.service.url}/api/v1/verify`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ uri: text }),
  });
  return { status: answer.status, body: (await answer.json()) as View };
}

function local(address: string): string {
  return farm.service.url + address.slice(farm.service.config.publicUrl.length);
}

function statusOf(view: View, check: string): string | undefined {
  return view.checks.find((found) => found.check === check)?.status;
}

async function activate(): Promise<void> {
  await farm.record(batch, 'label', { action: 'activated', set, first: 1, last: 4 });
}

describe('a scanned label', () => {
  it('is caution before its activation, then verified', async () => {
    const before = await verify(uri);
    expect(before.body).toMatchObject({ verdict: 'caution', reason: 'not-activated' });
    await activate();
    await farm.service.settled();
    const after = await verify(uri);
    expect(after.body).toMatchObject({
      verdict: 'verified',
      reason: 'intact',
      label: { state: 'activated' },
    });
    for (const check of [
      'label-signature',
      'label-issued',
      'chain',
      'statement-signatures',
      'log-inclusion',
      'witnesses',
    ]) {
      expect(statusOf(after.body, check), check).toBe('pass');
    }
    expect(statusOf(after.body, 'recall')).toBe('pass');
  });

  it('answers as page, as JSON and as linkset under one address', async () => {
    const page = await fetch(local(uri), { headers: { accept: 'text/html', 'accept-language': 'en' } });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('set-cookie')).toBeNull();
    const html = await page.text();
    expect(html).toContain('lang="en"');
    // The one script is the page's own, which it can do without.
    expect(html.match(/<script[^>]*>/g)).toEqual([
      expect.stringMatching(/^<script type="module" src="\/assets\/self-check-[0-9a-f]{16}\.js">$/),
    ]);
    const json = await fetch(local(uri), { headers: { accept: 'application/json' } });
    expect(await json.json()).toMatchObject({ verdict: 'verified' });
    const linkset = await fetch(local(uri), { headers: { accept: 'application/linkset+json' } });
    expect(linkset.headers.get('content-type')).toContain('application/linkset+json');
    expect(await linkset.json()).toHaveProperty('linkset');
    expect((await fetch(local(uri), { headers: { accept: 'image/png' } })).status).toBe(406);
  });

  it('is counted by the page’s image and by nothing else', async () => {
    const before = (await verify(uri)).body.scans?.count ?? -1;
    const html = await (await fetch(local(uri), { headers: { accept: 'text/html' } })).text();
    expect((await verify(uri)).body.scans?.count).toBe(before);
    const image = /<img[^>]*src="([^"]+)"/.exec(html)?.[1];
    expect(image).toBeDefined();
    const seen = await fetch(farm.service.url + String(image));
    expect(seen.headers.get('content-type')).toBe('image/gif');
    expect((await verify(uri)).body.scans?.count).toBe(before + 1);
  });

  it('is worth a word, in check, verdict and page alike, once it was looked at as copies would be', async () => {
    const { code } = (await verify(uri)).body.label ?? {};
    const write = (name: string, text: string): Promise<unknown> =>
      farm.service.database.write({ name, text }, [code]);
    await write(
      'test-scan-counts',
      "insert into scan_counts (code, count, first_day) values ($1, 12, '2026-11-20') on conflict (code) do update set count = 12, first_day = '2026-11-20'",
    );
    await write(
      'test-scan-days',
      "insert into scan_days (code, day, place, looks, networks) select $1, '2026-11-20', place, 3, '{1,2}' from unnest('{11,37,44,51,65}'::text[]) place",
    );
    const { body } = await verify(uri);
    expect(body).toMatchObject({
      verdict: 'caution',
      reason: 'unusual-scans',
      scans: { count: 12, first: '2026-11-20', pattern: 'unusual', places: 5 },
    });
    expect(statusOf(body, 'scans')).toBe('warn');
    const said = '这个码在 5 个地区被扫描 12 次，可能被复制。请核对包装、批号和购买处。';
    expect(body.checks.find(({ check }) => check === 'scans')?.detail).toBe(said);
    const html = await (await fetch(local(uri), { headers: { accept: 'text/html' } })).text();
    expect(html).toContain(said);
    await write('test-unscans', 'delete from scan_days where code = $1');
    await write('test-unscans-count', 'update scan_counts set count = 2 where code = $1');
    expect(statusOf((await verify(uri)).body, 'scans')).toBe('pass');
  });

  it('is invalid with any digit of its signature changed', async () => {
    for (const at of [4, 40, 80, 120, 154]) {
      const digits = uri.length - 155 + at;
      const other = uri[digits] === '1' ? '2' : '1';
      const forged = uri.slice(0, digits) + other + uri.slice(digits + 1);
      const { status, body } = await verify(forged);
      expect(status).toBe(200);
      expect(body).toMatchObject({ verdict: 'invalid', reason: 'bad-signature' });
    }
  });

  it('is not ours when the code was never issued, signed or not', async () => {
    const answer = await verify(`${farm.service.config.publicUrl}/t/8F3KQ7TN2V5XRA4DN`);
    expect([200, 400]).toContain(answer.status);
    const [path = ''] = uri.split('?');
    const elsewhere = path.replace('SCAN-1', 'SCAN-2');
    expect((await verify(elsewhere)).body).toMatchObject({ verdict: 'unknown', reason: 'not-issued' });
  });

  it.each(['', 'x', 'https://other.example/t/8F3KQ7TN2V5XRA4DN', '/01/123/10/A', '/t/IIIIIIIIIIIIIIIII'])(
    'answers 4xx to the malformed address %j',
    async (text) => {
      const { status } = await verify(text);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  );

  it('is invalid once voided', async () => {
    await farm.record(batch, 'label', { action: 'voided', set, first: 1, last: 1, reason: '打印损坏' });
    expect((await verify(uri)).body).toMatchObject({ verdict: 'invalid', reason: 'label-void' });
    const again = await farm.record(batch, 'label', {
      action: 'voided',
      set,
      first: 1,
      last: 2,
      reason: '打印损坏',
    });
    expect(again).toMatchObject({ status: 409, body: { type: '/problems/labels-void' } });
  });
});

describe('a record that someone changed', () => {
  it('turns its labels invalid, naming the entry', async () => {
    const owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
    await owner.connect();
    await owner.query('alter table entries disable trigger entries_append_only');
    await owner.query(
      'update entries set entry = set_byte(entry, 200, (get_byte(entry, 200) + 1) % 256) where chain_id = $1 and seq = 2',
      [batch],
    );
    // A new entry moves the head, so that no earlier answer is repeated.
    await farm.record(batch, 'storage', { place: '示例冷库', enteredOn: '2026-11-01' });
    const { body } = await verify(uri);
    expect(body).toMatchObject({ verdict: 'invalid', reason: 'altered' });
    expect(statusOf(body, 'chain')).toBe('fail');
    await owner.end();
  });
});
