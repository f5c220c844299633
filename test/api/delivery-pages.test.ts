import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Settlement } from '../../src/batches/settlement.js';
import { requestLimits } from '../../src/http/rate-limit.guard.js';
import { createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';
import { confirm, noteAddress, openNote, printNote, ship, type UnderWay } from '../support/delivery.js';
import { balanceOf, createPartner, kg, type Partner } from '../support/parties.js';
import { pagesOf } from '../labels/pdf-reader.js';

let farm: Cooperative;
let mill: Partner;
beforeAll(async () => {
  farm = await createCooperative({ env: { TRUST_PROXY: 'loopback' } });
  mill = await createPartner(farm);
});
afterAll(() => farm.service.close());

const never = '8F3KQ7TN2V5XRA4DN';

describe('the page of a delivery note’s code', () => {
  it('says what was sent and by whom, in both languages, and leaks the code nowhere', async () => {
    const documents = [{ type: '送货单', number: 'SH-20261120-07' }];
    const more = { from: { name: '栖霞冷库' }, to: { name: '上海市' }, documents };
    const code = await printNote(farm.owner, await ship(farm, '1000', '600', undefined, more));
    const { status, html, headers } = await openNote(farm, code);
    expect(status).toBe(200);
    for (const text of ['苹果', '600 公斤', '栖霞示例果业', '栖霞冷库', '上海市', 'SH-20261120-07'])
      expect(html).toContain(text);
    expect((await openNote(farm, code, '?lang=en')).html).toContain('Quantity taken over');
    expect((await openNote(farm, code, '?view=elder')).html).toContain('class="elder"');
    expect(html).not.toContain('上海示例批发市场');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('set-cookie')).toBeNull();
    expect(html).toContain('name="robots" content="noindex"');
    expect(html).not.toContain('<script');
    expect(headers.get('content-security-policy')).toContain("form-action 'self'");
  });

  it('is found by a code as people type it', async () => {
    const code = await printNote(farm.owner, await ship(farm, '100', '80'));
    const typed = code.toLowerCase().replace(/(.{4})/g, '$1 ');
    const asked = await fetch(`${farm.service.url}/d?code=${encodeURIComponent(typed)}&lang=en`, {
      redirect: 'manual',
    });
    expect([asked.status, asked.headers.get('location')]).toEqual([303, `/d/${code}?lang=en`]);
    expect((await openNote(farm, code.toLowerCase())).status).toBe(200);
    expect((await fetch(`${farm.service.url}/d`)).status).toBe(200);
  });

  it('is the same for every code that confirms nothing', async () => {
    const sent = await ship(farm, '100', '80');
    const [replaced, used] = [await printNote(farm.owner, sent), await printNote(farm.owner, sent)];
    const back = {
      shipment: { seq: sent.seq, leafHash: sent.leafHash },
      quantity: kg('80'),
      reason: '未装车',
    };
    await farm.record(sent.batch, 'return', back);
    const pages = await Promise.all(
      [never, replaced, used].map(async (code) => {
        const { status, html } = await openNote(farm, code);
        return `${status} ${html.replaceAll(code, '…')}`;
      }),
    );
    expect(new Set(pages).size).toBe(1);
    expect(pages[0]).toContain('404 ');
    expect((await openNote(farm, '8F3KQ7TN2V5XRA4D0')).status).toBe(400);
    expect((await confirm(farm, never, { taken: '1' })).status).toBe(404);
  });

  it('is shown only so often to one address that tries codes', async () => {
    const ask = () =>
      fetch(`${farm.service.url}/d/${never}`, { headers: { 'x-forwarded-for': '203.0.113.77' } });
    const statuses: number[] = [];
    for (let at = 0; at < requestLimits.delivery + 3; at += 1) statuses.push((await ask()).status);
    expect(statuses.filter((status) => status === 404)).toHaveLength(requestLimits.delivery);
    expect(statuses.slice(requestLimits.delivery)).toEqual([429, 429, 429]);
  });
});

describe('the form of a delivery note', () => {
  const lost = 'a\u202eb';
  it.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
    ['a quantity that is none', { taken: '很多' }, /id="taken-fault"/],
    ['a negative quantity', { taken: '-5' }, /id="taken-fault"/],
    ['a quantity with an exponent', { taken: '1e2' }, /id="taken-fault"/],
    ['more than was sent', { taken: '80.000000001' }, /id="taken-fault"/],
    ['more than was sent with what goes back', { taken: '75', back: '6', reason: 'late' }, /id="back-fault"/],
    ['a return without a reason', { taken: '70', back: '10' }, /id="reason-fault"/],
    [
      'a reason that is not on the list',
      { taken: '70', back: '10', reason: '<b>x</b>' },
      /id="reason-fault"/,
    ],
    ['more missing than was sent', { missing: '81' }, /id="missing-fault"/],
    ['a unit of another dimension', { taken: '80', unit: 'LTR' }, /id="unit-fault"/],
    ['a unit that is none', { taken: '80', unit: 'constructor' }, /id="unit-fault"/],
    ['nothing at all', {}, /id="taken-fault"/],
    ['a name that turns the text around it', { taken: '80', receiver: lost }, /id="receiver-fault"/],
    ['a name without end', { taken: '80', receiver: '名'.repeat(200) }, /id="receiver-fault"/],
  ])('with %s comes back with what is wrong, and nothing is stored', async (_, fields, expected) => {
    const sent = await ship(farm, '100', '80');
    const code = await printNote(farm.owner, sent);
    const answer = await confirm(farm, code, fields);
    expect(answer.status, answer.html).toBe(422);
    expect(answer.html).toMatch(expected);
    expect(answer.html).not.toContain('\u202e');
    expect(answer.html).not.toContain('<b>x');
    expect(await balanceOf(farm.owner, sent.batch)).toMatchObject({ frozen: '80', available: '20' });
    expect((await confirm(farm, code, { taken: '80' })).status).toBe(303);
  });

  it('is no JSON and no flood', async () => {
    const code = await printNote(farm.owner, await ship(farm, '100', '80'));
    const post = (body: string, type: string) =>
      fetch(`${farm.service.url}/d/${code}`, { method: 'POST', body, headers: { 'content-type': type } });
    expect((await post('{"taken":"80"}', 'application/json')).status).toBe(415);
    const form = 'application/x-www-form-urlencoded';
    expect((await post(`taken=${'9'.repeat(9_000)}`, form)).status).toBe(413);
    expect((await post('taken=80&taken=\u0000', form)).status).toBe(400);
  });

  it('keeps the name of who takes over from everybody but the regulator', async () => {
    const sent = await ship(farm, '100', '80');
    const name = '收货员赵某某';
    await confirm(farm, await printNote(farm.owner, sent), { taken: '80', receiver: name });
    const regulator = await signIn(farm.service, 'regulator', null, '37');
    const events = `/api/v1/batches/${sent.batch}/events`;
    const [theirs, own] = [await regulator.get(events), await farm.owner.get(events)];
    expect(JSON.stringify(theirs.body)).toContain(name);
    expect(JSON.stringify(own.body)).not.toContain(name);
    const { body } = await farm.owner.get(`/api/v1/batches/${sent.batch}`);
    const scan = await fetch(`${farm.service.url}/t/${String(body['code'])}`, {
      headers: { accept: 'text/html' },
    });
    const page = await scan.text();
    expect(page).toContain('凭送货单码确认');
    expect(page).not.toContain(name);
    expect(JSON.stringify(farm.service.logLines())).not.toContain(name);
  });
});

describe('the paper', () => {
  it('has the code as a picture and in type', async () => {
    const { status, bytes, headers } = await farm.owner.file(
      noteAddress(await ship(farm, '100', '80'), 'pdf'),
    );
    expect([status, headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const [page] = pagesOf(bytes);
    expect(page?.codes).toHaveLength(1);
    expect(page?.codes[0]?.module).toBeGreaterThanOrEqual(0.396);
    expect(Math.round(page?.width ?? 0)).toBe(210);
  });
});

describe('what is not confirmed', () => {
  const awaited = async (caller = mill.owner): Promise<{ batch: string; seq: number }[]> =>
    (await caller.get(`/api/v1/deliveries?organization=${mill.organizationId}`)).body.items as never;

  it('is listed for whom it is addressed to, until it is confirmed, and for nobody else', async () => {
    const sent = await ship(farm, '100', '80', { organization: mill.organizationId });
    const [listed] = await awaited();
    expect(listed).toMatchObject({
      batch: sent.batch,
      seq: sent.seq,
      leafHash: sent.leafHash,
      open: kg('80'),
      confirmedBy: [],
      shipper: { id: farm.organizationId },
      product: '苹果',
    });
    for (const stranger of [farm.owner, await signIn(farm.service, 'regulator', null, '37')]) {
      const answer = await stranger.get(`/api/v1/deliveries?organization=${mill.organizationId}`);
      expect(answer.status).toBe(404);
    }
    const source = { batch: sent.batch, seq: sent.seq, leafHash: sent.leafHash };
    await mill.record(await mill.open(), 'receipt', { source, quantity: kg('80') });
    await farm.service.app.get(Settlement).run();
    expect(await awaited()).toEqual([]);
  });

  it('shows the receiver who brings it before it is there, also after a correction', async () => {
    const { batch } = await ship(farm, '100', '10');
    const data = (vehicle: string): object => ({
      quantity: kg('20'),
      consignee: { organization: mill.organizationId },
      carrier: { name: '示例冷链' },
      vehicle,
    });
    const sent = await made(farm.record(batch, 'shipment', data('鲁F·示例1')));
    const seen = async (): Promise<unknown> => {
      const answer = await mill.owner.get(`/api/v1/deliveries?organization=${mill.organizationId}&limit=100`);
      const items = answer.body['items'] as { batch: string; seq: number; data: object }[];
      return items.find((item) => item.batch === batch && item.seq === sent['seq'])?.data;
    };
    expect(await seen()).toMatchObject({ carrier: { name: '示例冷链' }, vehicle: '鲁F·示例1' });
    const corrects = { kind: 'shipment', seq: sent['seq'], leafHash: sent['leafHash'] };
    await made(farm.record(batch, 'correction', { corrects, reason: '车号写错', data: data('鲁F·示例2') }));
    expect(await seen()).toMatchObject({ quantity: kg('20'), vehicle: '鲁F·示例2' });
    const source = { batch, seq: sent['seq'], leafHash: sent['leafHash'] };
    await made(mill.record(await mill.open(), 'receipt', { source, quantity: kg('20') }));
    await farm.service.app.get(Settlement).run();
  });

  it('is listed page by page, each shipment once', async () => {
    const all: UnderWay[] = [];
    for (let at = 0; at < 5; at += 1)
      all.push(await ship(farm, '100', '80', { organization: mill.organizationId }));
    const seen: string[] = [];
    let next: string | undefined = `/api/v1/deliveries?organization=${mill.organizationId}&limit=2`;
    while (next !== undefined) {
      const answer = await mill.owner.get(next);
      seen.push(...(answer.body.items as { batch: string }[]).map(({ batch }) => batch));
      next = /^<([^>]+)>/.exec(answer.headers.get('link') ?? '')?.[1];
    }
    expect(seen.sort()).toEqual(all.map(({ batch }) => batch).sort());
    const bad = await mill.owner.get(`/api/v1/deliveries?organization=${mill.organizationId}&cursor=x`);
    expect(bad.status).toBe(422);
  });

  it('is said on the timeline and on the page of a label, and how it was confirmed', async () => {
    const [open, noted] = [await ship(farm, '100', '80'), await ship(farm, '100', '80')];
    await confirm(farm, await printNote(farm.owner, noted), { taken: '50' });
    const handover = async ({ batch, seq }: UnderWay, language: string): Promise<unknown> => {
      const address = `/api/v1/batches/${batch}/events?after=${seq - 1}&limit=1`;
      const { body } = await farm.owner.get(address, { 'accept-language': language });
      return (body.items as { handover: { text: string } }[])[0]?.handover.text;
    };
    expect(await handover(open, 'zh-CN')).toBe('收货方尚未确认');
    expect(await handover(open, 'en')).toBe('Not confirmed by the receiver yet');
    expect(await handover(noted, 'zh-CN')).toBe('已凭送货单码确认，还有一部分未确认');
    const { body } = await farm.owner.get(`/api/v1/batches/${open.batch}`);
    const scan = await fetch(`${farm.service.url}/t/${String(body['code'])}?lang=en`, {
      headers: { accept: 'text/html' },
    });
    expect(await scan.text()).toContain('Not confirmed by the receiver yet');
  });
});
