import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scanReasons } from '../../src/web/words-verdict.js';
import type { ScanReason } from '../../src/web/scan-view.js';
import { createCooperative, made, type Cooperative } from '../support/cooperative.js';

const kg = (value: string) => ({ value, unit: 'KGM' });
const days = { startedOn: '2026-11-01', stoppedOn: '2026-11-01' };
const hourMs = 3_600_000;

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative({ tampers: true });
});
afterAll(() => farm.service.close());

interface Labelled {
  readonly batch: string;
  /** Address of its first label, from this origin. */
  readonly path: string;
  readonly set: string;
}

/** A batch with labels in use. */
async function labelled(lot: string): Promise<Labelled> {
  const batch = await farm.open(lot);
  await made(farm.record(batch, 'harvest', { quantity: kg('100'), ...days }));
  const made5 = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 5, net: kg('5') }));
  const set = String(made5.id);
  await made(farm.record(batch, 'label', { action: 'activated', set, first: 1, last: 5 }));
  return { batch, set, path: String(made5.firstUri).slice(farm.service.config.publicUrl.length) };
}

/** A batch whose stored record somebody changed. */
async function altered(lot: string): Promise<string> {
  const { batch, path } = await labelled(lot);
  // What is changed before it was signed is never signed.
  await farm.service.settled();
  const owner = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await owner.connect();
  await owner.query('alter table entries disable trigger entries_append_only');
  await owner.query(
    'update entries set entry = set_byte(entry, 200, (get_byte(entry, 200) + 1) % 256) where chain_id = $1 and seq = 2',
    [batch],
  );
  await owner.end();
  return path;
}

/** What has to happen for each state, answering the address to look at. */
const states: Readonly<Partial<Record<ScanReason, () => Promise<string>>>> = {
  intact: async () => (await labelled('S-INTACT')).path,
  'not-activated': async () => {
    const batch = await farm.open('S-NEW');
    await made(farm.record(batch, 'harvest', { quantity: kg('100'), ...days }));
    const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, { units: 1, net: kg('5') }));
    return String(set.firstUri).slice(farm.service.config.publicUrl.length);
  },
  'label-void': async () => {
    const { batch, set, path } = await labelled('S-VOID');
    await made(farm.record(batch, 'label', { action: 'voided', set, first: 1, last: 1, reason: '打印损坏' }));
    return path;
  },
  held: async () => {
    const { batch, path } = await labelled('S-HELD');
    await made(farm.record(batch, 'hold', { reason: '等待复检' }));
    return path;
  },
  'late-records': async () => {
    const { batch, path } = await labelled('S-LATE');
    const occurredAt = new Date(Date.now() - 49 * hourMs).toISOString();
    await made(farm.record(batch, 'storage', { place: '示例冷库', enteredOn: '2026-11-01' }, { occurredAt }));
    return path;
  },
  'inspection-failed': async () => {
    const { batch, path } = await labelled('S-FAILED');
    await made(
      farm.record(batch, 'inspection', {
        type: 'commissioned',
        sample: { sampledOn: '2026-11-01' },
        laboratory: { name: '示例检测中心' },
        basis: 'GB 2763',
        results: [{ analyte: '戊唑醇', value: '3', unit: 'mg/kg', limit: '2', verdict: 'fail' }],
        verdict: 'fail',
      }),
    );
    return path;
  },
  'bad-signature': async () => {
    const { path } = await labelled('S-FORGED');
    return path.slice(0, -1) + (path.endsWith('1') ? '2' : '1');
  },
  'not-issued': () => Promise.resolve('/t/8F3KQ7TN2V5XRA4DN'),
  altered: () => altered('S-ALTERED'),
};

async function page(path: string, language: string): Promise<{ status: number; html: string }> {
  await farm.service.settled();
  const answer = await fetch(farm.service.url + path, {
    headers: { accept: 'text/html', 'accept-language': language },
  });
  return { status: answer.status, html: await answer.text() };
}

describe('the page of a code', () => {
  it.each(Object.keys(states) as (keyof typeof states)[])(
    'leads with what is the matter, in both languages, and answers 200: %s',
    async (reason) => {
      const { heading, summary, tone } = scanReasons[reason];
      const path = (await states[reason]?.()) ?? '';
      for (const [language, key] of [
        ['zh-CN', 'zh'],
        ['en', 'en'],
      ] as const) {
        const { status, html } = await page(path, language);
        expect(status).toBe(200);
        expect(/<h1[^>]*>(.*?)<\/h1><p[^>]*>(.*?)<\/p>/.exec(html)?.slice(1)).toEqual([
          heading[key],
          summary[key],
        ]);
        expect(html).toContain(`<section class="card verdict ${tone}">`);
        const answer = await fetch(farm.service.url + path, { headers: { accept: 'application/json' } });
        expect(await answer.json()).toMatchObject({ reason, verdict: scanReasons[reason].verdict });
      }
    },
  );

  it('repeats nothing of a record that does not add up, nor says that there is none', async () => {
    const { html } = await page(await altered('S-ALTERED-2'), 'zh-CN');
    expect(html).toContain('记录对不上');
    expect(html).toContain('<bdi>苹果</bdi>');
    expect(html).not.toMatch(/<ol|没有检测记录|没有合格证|账上没有/);
    // What was read off the record could not be checked: the label, the signatures, open questions, certificates.
    expect(html.match(/记录对不上，没能核对。/g)).toHaveLength(5);
  });

  it('of a whole batch shows the lot to compare with, and its code where it has no lot', async () => {
    const code = async (batch: string): Promise<string> =>
      String((await farm.owner.get(`/api/v1/batches/${batch}`)).body.code);
    const named = await page(`/t/${await code(await farm.open('S-LOT'))}`, 'zh-CN');
    expect(/批号，请与包装上的对照.*?<\/div>/s.exec(named.html)?.[0]).toContain('S-LOT');
    const bare = await code(await farm.open());
    const { html } = await page(`/t/${bare}`, 'zh-CN');
    expect(/批次码.*?<\/div>/s.exec(html)?.[0]).toContain(bare);
    expect(html).not.toContain('批号，请与包装上的对照');
  });

  it('shows the number that was asked for when it is not known, and nothing of any batch', async () => {
    const { html } = await page('/t/8F3KQ7TN2V5XRA4DN', 'zh-CN');
    expect(html).toContain('查询的号码');
    expect(html).toContain('<span>8F3K</span>');
    expect(html).not.toMatch(/<img|<ol|次查询/);
    expect((await page('/01/06937001000019/10/NO-SUCH-LOT', 'zh-CN')).html).toContain('NO-SUCH-LOT');
  });

  it.each(['/t/8F3KQ7TN2V5XRA4DP', '/t/8f3k', '/01/06937001000018/10/A', '/01/06937001000019/10/A?s=1'])(
    'is no page of a code at all for the malformed address %s, which is answered 400',
    async (path) => {
      for (const language of ['zh-CN', 'en']) {
        const { status, html } = await page(path, language);
        expect(status).toBe(400);
        expect(html).toContain(`<html lang="${language}">`);
        expect(html).not.toContain('verdict ');
      }
    },
  );
});
