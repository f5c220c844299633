import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Settlement } from '../../src/batches/settlement.js';
import { createApp, stopApp } from '../../src/app.js';
import { rebuildTables } from '../../src/cli/rebuild.js';
import { createCooperative, signIn, type Answer, type Cooperative } from '../support/cooperative.js';
import { confirm, noteAddress, openNote, printNote, ship, type UnderWay } from '../support/delivery.js';
import { asOwner } from '../support/kept-rows.js';
import { balanceOf, chainFault, createPartner, harvestOf, kg, type Partner } from '../support/parties.js';

let farm: Cooperative;
let mill: Partner;
beforeAll(async () => {
  farm = await createCooperative();
  mill = await createPartner(farm);
});
afterAll(() => farm.service.close());

interface Shown {
  readonly confirmed: { readonly value: string };
  readonly returned: { readonly value: string };
  readonly open: { readonly value: string };
  readonly confirmedBy: readonly string[];
}

/** How far the shipment is, as its list says, once every receipt was delivered. */
async function stands({ batch, seq }: UnderWay): Promise<readonly [string, string, string, string]> {
  await farm.service.app.get(Settlement).run();
  const { body } = await farm.owner.get(`/api/v1/batches/${batch}/shipments?after=${seq - 1}&limit=1`);
  const [shown] = body.items as Shown[];
  if (shown === undefined) throw new Error('the shipment is not listed');
  return [shown.confirmed.value, shown.returned.value, shown.open.value, shown.confirmedBy.join(' ')];
}

const receiptOf = (sent: UnderWay, value: string, more: object = {}): object => ({
  source: { batch: sent.batch, seq: sent.seq, leafHash: sent.leafHash },
  quantity: kg(value),
  ...more,
});

/** What is in stock and under way on the shipper's batch and the receiver's. */
async function sumOver(batch: string, into: string | null): Promise<number> {
  const own = await balanceOf(farm.owner, batch);
  const theirs = into === null ? { available: own['shipped'] } : await balanceOf(mill.owner, into);
  return Number(own['available']) + Number(own['frozen']) + Number(theirs['available']);
}

describe('a sale of 600 kg of 1,000 (AT-NP-2)', () => {
  it('to an organization that confirms 590 and sends 10 back leaves 410 and 590, and 1,000 at every step', async () => {
    const batch = await farm.open();
    await farm.record(batch, 'harvest', harvestOf('1000'));
    const into = await mill.open();
    expect(await sumOver(batch, into)).toBe(1_000);
    const consignee = { organization: mill.organizationId };
    const told = await farm.record(batch, 'shipment', { quantity: kg('600'), consignee });
    const sent = { batch, seq: Number(told.body.seq), leafHash: String(told.body.leafHash) };
    expect(await balanceOf(farm.owner, batch)).toMatchObject({ frozen: '600', available: '400' });
    expect(await sumOver(batch, into)).toBe(1_000);
    const returned = { quantity: kg('10'), reason: '压伤' };
    const receipt = await mill.record(into, 'receipt', receiptOf(sent, '590', { returned }));
    expect(receipt.status, JSON.stringify(receipt.body)).toBe(201);
    expect(await stands(sent)).toEqual(['590', '10', '0', 'receipt']);
    expect(await balanceOf(farm.owner, batch)).toMatchObject({
      available: '410',
      frozen: '0',
      shipped: '590',
    });
    expect(await balanceOf(mill.owner, into)).toMatchObject({ available: '590' });
    expect(await sumOver(batch, into)).toBe(1_000);
  });

  it('to somebody without an account who confirms 590 and sends 10 back by the code leaves 410 and 590', async () => {
    const sent = await ship(farm, '1000', '600');
    expect(await balanceOf(farm.owner, sent.batch)).toMatchObject({ frozen: '600', available: '400' });
    expect(await sumOver(sent.batch, null)).toBe(1_000);
    const code = await printNote(farm.owner, sent);
    expect(await sumOver(sent.batch, null)).toBe(1_000);
    const answer = await confirm(farm, code, { taken: '590', back: '10', reason: 'damaged' });
    expect(answer.status, answer.html).toBe(303);
    expect(await balanceOf(farm.owner, sent.batch)).toMatchObject({
      available: '410',
      frozen: '0',
      shipped: '590',
    });
    expect(await stands(sent)).toEqual(['590', '10', '0', 'delivery-note']);
    expect(await sumOver(sent.batch, null)).toBe(1_000);
    expect(await chainFault(farm, farm.organizationId, sent.batch)).toBeNull();
  });
});

describe('what the code of a delivery note confirms', () => {
  it('is the operator’s statement on the shipper’s chain, and nobody else’s', async () => {
    const sent = await ship(farm, '100', '80');
    await confirm(farm, await printNote(farm.owner, sent), { taken: '80' });
    const { body } = await farm.owner.get(`/api/v1/batches/${sent.batch}/events?after=${sent.seq}`, {
      'accept-language': 'en',
    });
    const [told] = body.items as Record<string, unknown>[];
    expect(told).toMatchObject({
      kind: 'delivery',
      data: {
        means: 'delivery-note',
        quantity: kg('80'),
        shipment: { seq: sent.seq, leafHash: sent.leafHash },
      },
    });
    expect(told?.['issuer']).not.toBe(`org/${farm.organizationId}`);
    const data = told?.['data'] as object;
    for (const caller of [farm.owner, mill.owner]) {
      const body = { kind: 'delivery', occurredAt: new Date().toISOString(), data };
      const answer = await caller.post(`/api/v1/batches/${sent.batch}/events`, body);
      expect([422, 404]).toContain(answer.status);
    }
  });

  it('is said once, however often the form is sent and at once', async () => {
    const sent = await ship(farm, '100', '80');
    const code = await printNote(farm.owner, sent);
    const answers = await Promise.all(Array.from({ length: 6 }, () => confirm(farm, code, { taken: '30' })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 303));
    expect((await confirm(farm, code, { taken: '30.0' })).status).toBe(303);
    expect(await stands(sent)).toEqual(['30', '0', '50', 'delivery-note']);
  });

  it('is one of those who say different things at once; the others see what was said', async () => {
    const sent = await ship(farm, '100', '80');
    const code = await printNote(farm.owner, sent);
    const values = ['10', '20', '30', '40'];
    const answers = await Promise.all(values.map((taken) => confirm(farm, code, { taken })));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(3);
    const taken = values[statuses.indexOf(303)] ?? '';
    expect(await stands(sent)).toEqual([taken, '0', String(80 - Number(taken)), 'delivery-note']);
    for (const { status, html } of answers) if (status === 409) expect(html).toContain(`签收 ${taken} 公斤`);
  });

  it('cannot be said otherwise afterwards, and shows what was said', async () => {
    const sent = await ship(farm, '100', '80');
    const code = await printNote(farm.owner, sent);
    await confirm(farm, code, { taken: '70', missing: '10' });
    const other = await confirm(farm, code, { taken: '80' }, '?lang=en');
    expect(other.status).toBe(409);
    expect(other.html).toContain('taken over 70 kg; not arrived 10 kg');
    const again = await openNote(farm, code, '?lang=en');
    expect(again.status).toBe(200);
    expect(again.html).toContain('taken over 70 kg; not arrived 10 kg');
    expect(again.html).toContain('10 kg is not confirmed by anybody.');
    expect(again.html).toContain('it is not the receiver’s signature');
    expect(await stands(sent)).toEqual(['70', '0', '10', 'delivery-note']);
  });

  it('is there when the service ended between the statement and its answer, and is not said twice', async () => {
    const sent = await ship(farm, '100', '80');
    const code = await printNote(farm.owner, sent);
    await confirm(farm, code, { taken: '80' });
    const next = await createApp(farm.service.config, { database: farm.service.database });
    await next.listen(0, '127.0.0.1');
    const url = (await next.getUrl()).replace('[::1]', '127.0.0.1');
    const restarted = { ...farm, service: { ...farm.service, url } };
    expect((await confirm(restarted, code, { taken: '80' })).status).toBe(303);
    expect((await openNote(restarted, code)).html).toContain('签收 80 公斤');
    await stopApp(next);
    expect(await stands(sent)).toEqual(['80', '0', '0', 'delivery-note']);
  });

  it('is accepted while the batch is on hold: it has happened', async () => {
    const sent = await ship(farm, '100', '80');
    const code = await printNote(farm.owner, sent);
    await farm.record(sent.batch, 'hold', { reason: '复检' });
    expect((await confirm(farm, code, { taken: '80' })).status).toBe(303);
    expect(await stands(sent)).toEqual(['80', '0', '0', 'delivery-note']);
  });

  it('may be nothing but that all goes back, or that nothing arrived', async () => {
    const [refused, lost] = [await ship(farm, '100', '80'), await ship(farm, '100', '80')];
    await confirm(farm, await printNote(farm.owner, refused), { taken: '0', back: '80', reason: 'quality' });
    expect(await stands(refused)).toEqual(['0', '80', '0', '']);
    expect(await balanceOf(farm.owner, refused.batch)).toMatchObject({ available: '100', frozen: '0' });
    await confirm(farm, await printNote(farm.owner, lost), { missing: '80' });
    expect(await stands(lost)).toEqual(['0', '0', '80', '']);
    expect(await balanceOf(farm.owner, lost.batch)).toMatchObject({ available: '20', frozen: '80' });
  });

  it('is counted in the unit that was shipped in', async () => {
    const batch = await farm.open();
    await farm.record(batch, 'harvest', harvestOf('100'));
    const quantity = { value: '100', unit: 'CN-JIN' };
    const told = await farm.record(batch, 'shipment', { quantity, consignee: { party: { name: '市场' } } });
    const sent = { batch, seq: Number(told.body.seq), leafHash: String(told.body.leafHash) };
    const code = await printNote(farm.owner, sent);
    expect((await openNote(farm, code)).html).toMatch(/name="taken"[^>]*value="100"/);
    expect((await confirm(farm, code, { taken: '９９．５', unit: 'CN-JIN' })).status).toBe(303);
    expect(await stands(sent)).toEqual(['49.75', '0', '0.25', 'delivery-note']);
  });

  it('is rebuilt from the entries, row for row', async () => {
    const { differences } = await rebuildTables(farm.service.testDatabase.ownerUrl, true, () => undefined);
    expect(differences).toEqual([]);
  });
});

describe('a note and a receipt of one shipment', () => {
  const toMill = (): Promise<UnderWay> => ship(farm, '100', '80', { organization: mill.organizationId });

  it('confirm the same goods once when the note comes first', async () => {
    const sent = await toMill();
    await confirm(farm, await printNote(farm.owner, sent), { taken: '50' });
    const into = await mill.open();
    expect((await mill.record(into, 'receipt', receiptOf(sent, '50'))).status).toBe(201);
    expect(await stands(sent)).toEqual(['50', '0', '30', 'receipt delivery-note']);
    expect((await mill.record(into, 'receipt', receiptOf(sent, '30'))).status).toBe(201);
    expect(await stands(sent)).toEqual(['80', '0', '0', 'receipt delivery-note']);
    expect(await balanceOf(mill.owner, into)).toMatchObject({ produced: '80' });
  });

  it('confirm them once when the receipt comes first: the code is of no use any more', async () => {
    const sent = await toMill();
    const code = await printNote(farm.owner, sent);
    await mill.record(await mill.open(), 'receipt', receiptOf(sent, '50'));
    expect(await stands(sent)).toEqual(['50', '0', '30', 'receipt']);
    expect((await openNote(farm, code)).status).toBe(404);
    expect((await confirm(farm, code, { taken: '30' })).status).toBe(404);
    expect(await farm.owner.get(noteAddress(sent))).toMatchObject({
      status: 409,
      body: { type: '/problems/delivery-closed' },
    });
    expect(await stands(sent)).toEqual(['50', '0', '30', 'receipt']);
  });

  it('confirm no more than was sent when they come at once', async () => {
    for (let round = 0; round < 4; round += 1) {
      const sent = await toMill();
      const code = await printNote(farm.owner, sent);
      const into = await mill.open();
      const [noted, received] = await Promise.all([
        confirm(farm, code, { taken: '60' }),
        mill.record(into, 'receipt', receiptOf(sent, '60')),
      ]);
      expect([303, 404, 409]).toContain(noted.status);
      expect(received.status).toBe(201);
      const [confirmed, , open] = await stands(sent);
      expect([confirmed, open]).toEqual(['60', '20']);
      expect(await balanceOf(farm.owner, sent.batch)).toMatchObject({ frozen: '20', shipped: '60' });
    }
  });

  it('and a return at once never give back and hand over more than was sent', async () => {
    const sent = await ship(farm, '100', '80');
    const code = await printNote(farm.owner, sent);
    const back = { shipment: { seq: sent.seq, leafHash: sent.leafHash }, quantity: kg('50'), reason: '压伤' };
    const [noted, returned] = await Promise.all([
      confirm(farm, code, { taken: '50' }),
      farm.record(sent.batch, 'return', back),
    ]);
    const done = [noted.status === 303, returned.status === 201];
    expect(done.filter(Boolean)).toHaveLength(1);
    const balance = await balanceOf(farm.owner, sent.batch);
    expect(balance).toMatchObject({
      frozen: '30',
      ...(done[0] === true ? { shipped: '50' } : { available: '70' }),
    });
  });
});

describe('a delivery note', () => {
  it('voids the code of the one before, and is voided when it is withdrawn', async () => {
    const sent = await ship(farm, '100', '80');
    const first = await printNote(farm.owner, sent);
    const second = await printNote(farm.owner, sent);
    expect(second).not.toBe(first);
    expect((await confirm(farm, first, { taken: '80' })).status).toBe(404);
    expect((await openNote(farm, second)).status).toBe(200);
    const address = noteAddress(sent).replace('.html', '');
    expect((await farm.owner.delete(address)).status).toBe(204);
    expect((await confirm(farm, second, { taken: '80' })).status).toBe(404);
    expect(await stands(sent)).toEqual(['0', '0', '80', '']);
    expect((await confirm(farm, await printNote(farm.owner, sent), { taken: '80' })).status).toBe(303);
  });

  it('has one code that counts, though many print it at once', async () => {
    const sent = await ship(farm, '100', '80');
    const answers = await Promise.all(Array.from({ length: 5 }, () => farm.owner.get(noteAddress(sent))));
    const codes = answers
      .filter(({ status }) => status === 200)
      .map(({ body }) => /\/d\/([0-9A-Z]{17})"/.exec(String(body.text))?.[1] ?? '');
    expect(codes.length).toBeGreaterThan(0);
    const open = await Promise.all(codes.map(async (code) => (await openNote(farm, code)).status));
    expect(open.filter((status) => status === 200)).toHaveLength(1);
  });

  it('runs out, and then says no more than any other code', async () => {
    const sent = await ship(farm, '100', '80');
    const code = await printNote(farm.owner, sent);
    await asOwner(farm.service.testDatabase.ownerUrl, (owner) =>
      owner.query("update delivery_notes set expires_at = now() - interval '1 s' where batch_id = $1", [
        sent.batch,
      ]),
    );
    expect((await openNote(farm, code)).status).toBe(404);
    expect((await confirm(farm, code, { taken: '80' })).status).toBe(404);
    expect(await stands(sent)).toEqual(['0', '0', '80', '']);
  });

  it('is kept as a digest alone, which nobody reads in an actor’s name', async () => {
    const sent = await ship(farm, '100', '80');
    const code = await printNote(farm.owner, sent);
    const rows = await asOwner(farm.service.testDatabase.ownerUrl, (owner: pg.Client) =>
      owner.query<{ row: string }>(
        'select delivery_notes::text as row from delivery_notes where batch_id = $1',
        [sent.batch],
      ),
    );
    expect(rows.rows).toHaveLength(1);
    expect(JSON.stringify(rows.rows)).not.toContain(code);
    const scope = { organizations: [farm.organizationId], regions: [] };
    const read = farm.service.database
      .tenant(scope)
      .read({ name: 'test-note-digest', text: 'select code_digest from delivery_notes' }, []);
    await expect(read).rejects.toThrow(/permission denied/);
    expect(JSON.stringify(farm.service.logLines())).not.toContain(code);
  });

  it('is not drawn for a head, and no code is voided by one', async () => {
    const sent = await ship(farm, '100', '80');
    const code = await printNote(farm.owner, sent);
    for (const form of ['html', 'pdf']) {
      const head = await farm.owner.file(noteAddress(sent, form), 'HEAD');
      expect([head.status, head.bytes.length]).toEqual([200, 0]);
    }
    expect((await openNote(farm, code)).status).toBe(200);
  });

  it.each<readonly [string, () => Promise<Answer>, number]>([
    [
      'of another organization’s batch',
      async () => mill.owner.get(noteAddress(await ship(farm, '100', '80'))),
      404,
    ],
    [
      'of a batch that is not there',
      () => farm.owner.get(noteAddress({ batch: farm.organizationId, seq: 3 })),
      404,
    ],
    [
      'of an entry that is no shipment',
      async () => farm.owner.get(noteAddress({ ...(await ship(farm, '100', '80')), seq: 2 })),
      404,
    ],
    [
      'of an entry by a number that is none',
      async () =>
        farm.owner.get(noteAddress(await ship(farm, '100', '80')).replace(/shipments\/\d+/, 'shipments/03')),
      404,
    ],
    [
      'by who may only look',
      async () => {
        const viewer = await signIn(farm.service, 'viewer', farm.organizationId);
        return viewer.get(noteAddress(await ship(farm, '100', '80')));
      },
      403,
    ],
    [
      'of a shipment that came back',
      async () => {
        const sent = await ship(farm, '100', '80');
        const shipment = { seq: sent.seq, leafHash: sent.leafHash };
        await farm.record(sent.batch, 'return', { shipment, quantity: kg('80'), reason: '未装车' });
        return farm.owner.get(noteAddress(sent));
      },
      409,
    ],
  ])('%s is not printed', async (_, ask, status) => {
    expect((await ask()).status).toBe(status);
  });
});
