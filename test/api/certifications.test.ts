import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asOwner } from '../support/kept-rows.js';
import { createBody, day, grantOf, type Certifying } from '../support/certifying.js';
import {
  createCooperative,
  made,
  signIn,
  type Answer,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';

let farm: Cooperative;
let certifying: Certifying;
let path: string;
beforeAll(async () => {
  farm = await createCooperative();
  certifying = await createBody(farm);
  path = `/api/v1/organizations/${farm.organizationId}/certifications`;
});
afterAll(() => farm.service.close());

let numbers = 0;
const newNumber = (): string => `示例OP26${String((numbers += 1)).padStart(5, '0')}`;
const entryOf = ({ seq, leafHash }: Answer['body']): object => ({ seq, leafHash });
const faultsOf = (answer: Answer): string[] =>
  (answer.body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
const post = (caller: Caller, changes: object = {}, key = uuidv7()): Promise<Answer> =>
  caller.post(path, grantOf(farm, { number: newNumber(), ...changes }), { 'idempotency-key': key });

async function harvested(on: string, kilograms = 400): Promise<string> {
  const batch = await farm.open();
  const quantity = { value: String(kilograms), unit: 'KGM' };
  await made(farm.record(batch, 'harvest', { quantity, startedOn: on, stoppedOn: on }));
  return batch;
}

const claim = (batch: string, certification: Answer['body'], type = 'organic'): Promise<Answer> =>
  farm.record(batch, 'certificate', { action: 'issue', type, certification: entryOf(certification) });

const label = (batch: string, certification: Answer['body'] | null, units = 10): Promise<Answer> =>
  farm.owner.post(`/api/v1/batches/${batch}/labels`, {
    units,
    net: { value: '10', unit: 'KGM' },
    ...(certification === null ? {} : { certification: entryOf(certification) }),
  });

async function claimed(
  on = day(-1),
  changes: object = {},
  kilograms = 400,
): Promise<{ batch: string; certification: Answer['body'] }> {
  const certification = await certifying.certify({ number: newNumber(), ...changes });
  const batch = await harvested(on, kilograms);
  await made(claim(batch, certification));
  return { batch, certification };
}

/** What the page of a batch's code says of its claims, once they are judged. */
async function claimsOf(batch: string, language = 'zh-CN'): Promise<Record<string, unknown>[]> {
  const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
  const answer = await farm.owner.get(`/t/${String(body['code'])}`, {
    accept: 'application/json',
    'accept-language': language,
  });
  return (answer.body['facts'] as { claims: Record<string, unknown>[] }).claims;
}

async function codeOf(batch: string): Promise<string> {
  return String((await farm.owner.get(`/api/v1/batches/${batch}`)).body['code']);
}

async function lookUp(query: Record<string, string>, language = 'zh-CN'): Promise<Answer['body']> {
  const answer = await fetch(
    `${farm.service.url}/api/v1/certifications?${new URLSearchParams(query).toString()}`,
    { headers: { 'accept-language': language } },
  );
  return { status: answer.status, ...((await answer.json()) as object) };
}

const items = (answer: Answer['body']): Record<string, unknown>[] =>
  answer['items'] as Record<string, unknown>[];

describe('stating a certification', () => {
  it('is done by a body in its own name, and is in the list with its state and quantity', async () => {
    const key = uuidv7();
    const number = newNumber();
    const first = await post(certifying.body, { number }, key);
    expect(first.status, JSON.stringify(first.body)).toBe(201);
    expect(first.body).toMatchObject({
      ...{ number, strength: 'confirmed', state: 'valid', stateOn: day(-200), changes: [] },
      ...{ statedBy: { id: certifying.bodyId, name: '示例认证有限公司' } },
      marked: { value: '0', unit: 'KGM' },
    });
    const again = await post(certifying.body, { number }, key);
    expect([again.status, again.body.seq]).toEqual([200, first.body.seq]);
    const other = await post(certifying.body, { number: newNumber() }, key);
    expect(other.status).toBe(409);
    const listed = await farm.owner.get(path);
    expect(items(listed.body)).toContainEqual(expect.objectContaining({ number, seq: first.body.seq }));
  });

  it('is a declaration when the organization states it itself', async () => {
    expect(await made(post(farm.owner))).toMatchObject({
      ...{ strength: 'declared', statedBy: { id: farm.organizationId } },
      text: expect.stringContaining('有效') as string,
    });
  });

  it('is nothing for strangers, viewers, inspectors, nor for a certifier without a body', async () => {
    const stranger = await signIn(farm.service, 'inspector', null, '37');
    expect((await post(stranger)).status).toBe(403);
    const viewer = await signIn(farm.service, 'viewer', farm.organizationId);
    expect((await post(viewer)).status).toBe(403);
    const elsewhere = await signIn(farm.service, 'regulator', null, '44');
    expect((await post(elsewhere)).status).toBe(404);
    const { headers } = await farm.service.signIn({
      ...{ login: 'certifier-alone', name: 'certifier', password: 'a long enough password' },
      grants: [{ role: 'certifier', organizationId: null, region: null }],
    });
    const alone = await fetch(farm.service.url + path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(grantOf(farm, { number: newNumber() })),
    });
    expect(alone.status).toBe(403);
  });

  it.each([
    ['an end before its beginning', { validTo: day(-300) }, ['/validTo order']],
    ['a product of nobody', { products: ['7d2f9a10-41c6-4e0d-8a5b-0c3e6f1b2d94'] }, ['/products/0 unknown']],
    [
      'a site of nobody',
      { sites: [{ site: '7d2f9a10-41c6-4e0d-8a5b-0c3e6f1b2d94' }] },
      ['/sites/0/site unknown'],
    ],
    ['no product', { products: [] }, ['/products too-few']],
    ['a type that is no claim', { type: 'compliance' }, ['/type choice']],
    ['an area in kilograms', { area: { value: '10', unit: 'KGM' } }, ['/area/unit dimension']],
    [
      'conversion of what is not organic',
      { type: 'green' },
      ['/sites/0/conversionFrom not-applicable', '/sites/0/crop not-applicable'],
    ],
    ['a yield without an area', { yieldMax: '5' }, ['/area required']],
    [
      'more than area, yield and milling rate make',
      { area: { value: '10', unit: 'CN-MU' }, yieldMax: '100', rateMax: '0.72' },
      ['/quantity/value exceeds'],
    ],
    [
      'a rate above one',
      { area: { value: '10', unit: 'CN-MU' }, yieldMax: '1000', rateMax: '1.1' },
      ['/rateMax maximum'],
    ],
  ])('refuses %s, and names the field', async (_, changes, faults) => {
    const answer = await post(certifying.body, changes);
    expect([answer.status, faultsOf(answer)]).toEqual([422, faults]);
  });

  it('lets a quantity stand that the area can yield', async () => {
    const limits = { area: { value: '10', unit: 'CN-MU' }, yieldMax: '100', rateMax: '0.72' };
    await made(post(certifying.body, { ...limits, quantity: { value: '720', unit: 'KGM' } }));
  });

  it('refuses the same number of a body for days that overlap, unless the other was revoked', async () => {
    const number = newNumber();
    const { seq } = await certifying.certify({ number });
    const twice = await post(certifying.body, { number, validFrom: day(165), validTo: day(300) });
    expect([twice.status, twice.body['type']]).toEqual([
      409,
      expect.stringMatching(/certification-overlaps$/),
    ]);
    await made(post(certifying.body, { number, validFrom: day(166), validTo: day(300) }));
    await made(certifying.change(seq, 'revoked', day(-1)));
    await made(post(certifying.body, { number }));
    // What the organization declares itself stands beside it.
    await made(post(farm.owner, { number }));
  });
});

describe('what becomes of a certification', () => {
  it('follows in steps, by who stated it or a regulator of the region', async () => {
    const { seq } = await certifying.certify({ number: newNumber() });
    expect((await certifying.change(seq, 'resumed', day(-1))).status).toBe(409);
    expect(await made(certifying.change(seq, 'suspended', day(-10)))).toMatchObject({
      state: 'suspended',
      stateOn: day(-10),
    });
    expect((await certifying.change(seq, 'suspended', day(-9))).status).toBe(409);
    expect(faultsOf(await certifying.change(seq, 'resumed', day(-11)))).toEqual(['/on order']);
    expect(faultsOf(await certifying.change(seq, 'resumed', day(1)))).toEqual(['/on future']);
    expect(await made(certifying.change(seq, 'resumed', day(-5)))).toMatchObject({ state: 'valid' });
    const own = await farm.owner.post(`${path}/${String(seq)}/changes`, {
      action: 'revoked',
      on: day(0),
      reason: '示例',
    });
    expect(own.status).toBe(403);
    const authority = await made(
      farm.admin.post('/api/v1/organizations', {
        kind: 'authority',
        name: '示例监管机关',
        region: '370000',
        uscc: '11110000802100433K',
      }),
    );
    const { headers } = await farm.service.signIn({
      ...{ login: 'regulator-of-body', name: 'regulator', password: 'a long enough password' },
      grants: [
        { role: 'regulator', organizationId: null, region: '37' },
        { role: 'recorder', organizationId: String(authority.id), region: null },
      ],
    });
    const revoked = await fetch(`${farm.service.url}${path}/${String(seq)}/changes`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ action: 'revoked', on: day(0), reason: '示例' }),
    });
    expect([revoked.status, ((await revoked.json()) as { state: string }).state]).toEqual([201, 'revoked']);
    expect((await certifying.change(seq, 'resumed', day(0))).status).toBe(409);
    expect((await certifying.change(999_999, 'revoked', day(0))).status).toBe(404);
  });

  it('takes the claim from lots harvested since, and leaves it to those harvested before (AT-OR-2)', async () => {
    const certification = await certifying.certify({ number: newNumber() });
    const [before, since] = [await harvested(day(-4)), await harvested(day(-3))];
    await made(claim(before, certification));
    await made(claim(since, certification));
    for (const batch of [before, since])
      await expect.poll(() => claimsOf(batch)).toMatchObject([{ held: true }]);
    await made(certifying.change(certification.seq, 'suspended', day(-3)));
    await expect
      .poll(() => claimsOf(since))
      .toMatchObject([
        {
          state: 'suspended',
          held: false,
          strength: 'confirmed',
          text: expect.stringContaining(`自 ${day(-3)} 起暂停`) as string,
        },
      ]);
    await expect.poll(() => claimsOf(before)).toMatchObject([{ state: 'suspended', held: true }]);
    expect((await claimsOf(before, 'en'))[0]?.['text']).toContain(`Suspended from ${day(-3)}`);
    const { body } = await farm.owner.get(`/api/v1/batches/${since}`);
    expect(body['findings']).toContainEqual(expect.objectContaining({ rule: 'R57', outcome: 'fail' }));
    // Nothing harvested since is claimed anew, and nothing is marked while it is suspended.
    expect(await claim(await harvested(day(-2)), certification)).toMatchObject({
      status: 409,
      body: { type: expect.stringMatching(/refused-by-rule$/) as string },
    });
    expect((await label(before, certification)).status).toBe(409);
    expect((await label(before, null)).status).toBe(201);
  });
});

describe('marks on labels', () => {
  it('never exceed what is certified; what is void is given back (AT-OR-1)', async () => {
    const { batch, certification } = await claimed(day(-1), { quantity: { value: '300', unit: 'KGM' } }, 300);
    const set = await made(label(batch, certification, 20));
    const other = await harvested(day(-1), 200);
    await made(claim(other, certification));
    const over = await label(other, certification, 11);
    expect([over.status, faultsOf(over)]).toEqual([409, ['/units insufficient']]);
    expect(String(over.body['detail'])).toContain('还能标识 100');
    await made(label(other, certification, 10));
    await made(
      farm.record(batch, 'label', { action: 'voided', set: set.id, first: 1, last: 5, reason: '打印损坏' }),
    );
    expect((await label(batch, certification, 6)).status).toBe(409);
    await made(label(batch, certification, 5));
    const listed = items((await farm.owner.get(`${path}?limit=200`)).body);
    expect(listed.find(({ seq }) => seq === certification.seq)).toMatchObject({ marked: { value: '300' } });
  });

  it('never exceed what was harvested', async () => {
    const { batch, certification } = await claimed(day(-1), {}, 100);
    expect(await label(batch, certification, 11)).toMatchObject({
      status: 409,
      body: { type: expect.stringMatching(/insufficient-quantity$/) as string },
    });
    await made(label(batch, certification, 10));
  });

  it('are counted one after another when many come at once', async () => {
    const certification = await certifying.certify({
      number: newNumber(),
      quantity: { value: '50', unit: 'KGM' },
    });
    const batches = await Promise.all([1, 2, 3, 4].map(() => harvested(day(-1), 40)));
    for (const batch of batches) await made(claim(batch, certification));
    const answers = await Promise.all(
      [...batches, ...batches].map((batch) => label(batch, certification, 1)),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 201, 201, 201, 201, 409, 409, 409]);
  });

  it('are counted under the lock of the organization’s chain, so that another process counts after them', async () => {
    const { batch, certification } = await claimed();
    await asOwner(farm.service.testDatabase.ownerUrl, async (owner) => {
      await owner.query('begin');
      await owner.query('select from chains where chain_id = $1 for update', [farm.organizationId]);
      let answered = false;
      const labelling = label(batch, certification).finally(() => (answered = true));
      await sleep(500);
      expect(answered).toBe(false);
      await owner.query('rollback');
      expect((await labelling).status).toBe(201);
    });
  });

  it('are refused for another product, without the claim, under a declaration, and without a quantity', async () => {
    const certification = await certifying.certify({ number: newNumber() });
    expect(await label(await harvested(day(-1)), certification)).toMatchObject({
      status: 409,
      body: { type: expect.stringMatching(/refused-by-rule$/) as string },
    });
    const product = await made(
      farm.owner.post('/api/v1/products', {
        organization: farm.organizationId,
        name: '梨',
        category: 'FRU',
        unit: 'KGM',
      }),
    );
    const pears = String(
      (await made(farm.owner.post('/api/v1/batches', { product: product.id, site: farm.siteId }))).id,
    );
    await made(
      farm.record(pears, 'harvest', {
        quantity: { value: '100', unit: 'KGM' },
        startedOn: day(-1),
        stoppedOn: day(-1),
      }),
    );
    expect(await claim(pears, certification)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('R58') as string },
    });
    expect((await label(pears, certification)).status).toBe(409);
    const declared = await made(post(farm.owner));
    expect(faultsOf(await label(await harvested(day(-1)), declared))).toEqual(['/certification declared']);
    const { batch, certification: open } = await claimed(day(-1), { quantity: undefined });
    expect((await label(batch, open)).status).toBe(409);
    expect(faultsOf(await label(batch, { seq: 1, leafHash: open.leafHash }))).toEqual([
      '/certification unknown-entry',
    ]);
  });

  it('are refused on goods harvested outside the validity or on another plot', async () => {
    const early = await certifying.certify({ number: newNumber(), validFrom: day(-1) });
    expect((await claim(await harvested(day(-2)), early)).body['detail']).toContain('R56');
    const elsewhere = await made(
      farm.owner.post('/api/v1/sites', {
        organization: farm.organizationId,
        name: '4号地',
        publicName: '山东省烟台市栖霞市',
        region: '370686',
      }),
    );
    const sites = [{ site: elsewhere.id, conversionFrom: day(-1_500), crop: 'perennial' }];
    const other = await certifying.certify({ number: newNumber(), sites });
    expect((await claim(await harvested(day(-1)), other)).body['detail']).toContain('R58');
    const young = [{ site: farm.siteId, conversionFrom: day(-1_000), crop: 'perennial' }];
    const converting = await certifying.certify({ number: newNumber(), sites: young });
    expect((await claim(await harvested(day(-1)), converting)).body['detail']).toContain('R59');
  });
});

describe('organic codes on labels (AT-OR-3)', () => {
  const bind = (batch: string, set: unknown, first: number, ...codes: string[]): Promise<Answer> =>
    farm.record(batch, 'label', { action: 'coded', set, first, codes });
  const drawn = (): string => `135260${String((numbers += 1)).padStart(12, '0')}`;

  it('are bound to one pack each, once, void or not', async () => {
    const { batch, certification } = await claimed();
    const set = (await made(label(batch, certification, 3))).id;
    const other = (await made(label(batch, certification, 3))).id;
    const [one, two, three] = [drawn(), drawn(), drawn()];
    await made(bind(batch, set, 1, one, two));
    const again = await bind(batch, other, 1, three, two);
    expect([again.status, faultsOf(again)]).toEqual([409, ['/data/codes/1 taken']]);
    const second = await bind(batch, set, 2, three);
    expect([second.status, faultsOf(second)]).toEqual([409, ['/data/first taken']]);
    await made(farm.record(batch, 'label', { action: 'voided', set, first: 1, last: 1, reason: '打印损坏' }));
    expect((await bind(batch, other, 1, one)).status).toBe(409);
    await made(bind(batch, other, 1, three));
  });

  it('are refused when they are none, given twice, or for labels that there are not', async () => {
    const { batch, certification } = await claimed();
    const set = (await made(label(batch, certification, 2))).id;
    expect(faultsOf(await bind(batch, set, 1, '1234567890123456'))).toEqual(['/data/codes/0 organic-code']);
    const code = drawn();
    expect(faultsOf(await bind(batch, set, 1, code, code))).toEqual(['/data/codes repeated']);
    expect(faultsOf(await bind(batch, set, 2, drawn(), drawn()))).toEqual(['/data/codes too-many']);
    expect(faultsOf(await bind(batch, batch, 1, code))).toEqual(['/data/set unknown-set']);
  });

  it('are bound once of many who try at the same moment', async () => {
    const goods = await Promise.all([1, 2, 3, 4].map(() => claimed()));
    const sets = await Promise.all(
      goods.map(async ({ batch, certification }) => (await made(label(batch, certification, 1))).id),
    );
    const code = drawn();
    const answers = await Promise.all(goods.map(({ batch }, index) => bind(batch, sets[index], 1, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });
});

describe('a claim on a batch', () => {
  it('is of the type of its certification and says nothing else of it', async () => {
    const certification = await certifying.certify({ number: newNumber() });
    const batch = await harvested(day(-1));
    expect(faultsOf(await claim(batch, certification, 'green'))).toEqual(['/data/type choice']);
    const more = {
      action: 'issue',
      type: 'organic',
      certification: entryOf(certification),
      issuer: '示例',
      validTo: day(1),
    };
    expect(faultsOf(await farm.record(batch, 'certificate', more))).toEqual([
      '/data/issuer not-applicable',
      '/data/validTo not-applicable',
    ]);
    const unknown = {
      action: 'issue',
      type: 'organic',
      certification: { ...entryOf(certification), seq: 1 },
    };
    expect(faultsOf(await farm.record(batch, 'certificate', unknown))).toEqual([
      '/data/certification unknown-entry',
    ]);
    const listed = await farm.owner.get(`/api/v1/batches/${batch}/certificates`);
    expect(items(listed.body)).toEqual([]);
  });
});

describe('an input that organic farming does not allow', () => {
  it('takes the claim from its lot, and from later lots of the plot by a conversion that begins anew (AT-OR-4)', async () => {
    const site = await made(
      farm.owner.post('/api/v1/sites', {
        ...{
          organization: farm.organizationId,
          name: '5号地',
          publicName: '山东省烟台市栖霞市',
          region: '370686',
        },
      }),
    );
    const certification = await certifying.certify({
      number: newNumber(),
      sites: [{ site: site.id, conversionFrom: day(-1_500), crop: 'perennial' }],
    });
    const open = async (): Promise<string> =>
      String((await made(farm.owner.post('/api/v1/batches', { product: farm.productId, site: site.id }))).id);
    const pickOn = async (batch: string, on: string): Promise<void> => {
      const quantity = { value: '100', unit: 'KGM' };
      await made(farm.record(batch, 'harvest', { quantity, startedOn: on, stoppedOn: on }));
    };
    const [sprayed, later] = [await open(), await open()];
    await pickOn(later, day(-10));
    await made(claim(later, certification));
    const heldOf = async (batch: string): Promise<unknown> => (await claimsOf(batch))[0]?.['held'];
    await expect.poll(() => heldOf(later)).toBe(true);
    await made(
      farm.record(sprayed, 'input', {
        inputType: 'pesticide',
        product: { name: '毒死蜱', activeIngredients: [{ name: '毒死蜱' }] },
        ...{ amount: { value: '1', unit: 'LTR' }, method: '喷雾', target: { name: '食心虫' } },
        ...{ startedOn: day(-30), stoppedOn: day(-30) },
      }),
    );
    await pickOn(sprayed, day(-9));
    // What the list does not name is not allowed; without a list nothing is known.
    await made(claim(sprayed, certification));
    const rows = [
      { claim: 'organic', input: '矿物油', effectiveFrom: '2020-01-01', source: '示例', confidence: 'high' },
    ];
    await made(farm.admin.post('/api/v1/lists/claim-inputs?version=1&source=test', { rows }));
    await expect.poll(() => heldOf(sprayed)).toBe(false);
    await expect.poll(() => heldOf(later)).toBe(false);
    const rulesOf = async (batch: string): Promise<unknown[]> => {
      const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
      return (body['findings'] as { rule: string; outcome: string }[])
        .filter(({ outcome }) => outcome === 'fail')
        .map(({ rule }) => rule);
    };
    expect(await rulesOf(sprayed)).toEqual(expect.arrayContaining(['R35', 'R59']));
    expect(await rulesOf(later)).toContain('R59');
  });
});

describe('the public look-up', () => {
  it('tells valid, not yet, expired, suspended, revoked, out of scope and unknown apart, in both languages (AT-CQ-1)', async () => {
    const valid = await certifying.certify({ number: newNumber() });
    const coming = await certifying.certify({ number: newNumber(), validFrom: day(2) });
    const expired = await certifying.certify({ number: newNumber(), validTo: day(-2) });
    const suspended = await certifying.certify({ number: newNumber() });
    await made(certifying.change(suspended.seq, 'suspended', day(-2)));
    const revoked = await certifying.certify({ number: newNumber() });
    await made(certifying.change(revoked.seq, 'revoked', day(-2)));
    const product = await made(
      farm.owner.post('/api/v1/products', {
        organization: farm.organizationId,
        name: '桃',
        category: 'FRU',
        unit: 'KGM',
      }),
    );
    const peaches = await certifying.certify({ number: newNumber(), products: [product.id] });
    const code = await codeOf(await harvested(day(-1)));
    for (const language of ['zh-CN', 'en']) {
      const found = await Promise.all(
        [valid, coming, expired, suspended, revoked].map(({ number }) =>
          lookUp({ number: String(number) }, language),
        ),
      );
      const outside = await lookUp({ number: String(peaches.number), code }, language);
      const unknown = await lookUp({ number: '示例OP2699999' }, language);
      const told = [...found, outside].map((answer) => items(answer)[0]);
      expect(told.map((item) => item?.['state'])).toEqual([
        'valid',
        'not-yet',
        'expired',
        'suspended',
        'revoked',
        'out-of-scope',
      ]);
      expect([unknown['state'], items(unknown)]).toEqual(['unknown', []]);
      const texts = new Set([...told.map((item) => item?.['text']), unknown['text']]);
      expect(texts.size).toBe(7);
      expect(unknown['register']).toMatchObject({ state: 'not-checked' });
    }
    expect(items(await lookUp({ number: String(valid.number) }))[0]).toMatchObject({
      ...{
        holder: { name: '栖霞示例果业农民专业合作社' },
        products: ['苹果'],
        strength: 'confirmed',
        held: null,
      },
      statedBy: '示例认证有限公司',
    });
    const spaced = ` ${String(valid.number).toLowerCase()} `;
    expect((await lookUp({ number: spaced }))['state']).toBe('found');
  });

  it('goes by the code of a batch, and says whether it may make the claim', async () => {
    const { batch, certification } = await claimed();
    const answer = await lookUp({ code: await codeOf(batch) });
    expect(items(answer)).toMatchObject([{ number: certification.number, state: 'valid', held: true }]);
    const other = await lookUp({ code: await codeOf(await harvested(day(-1))) });
    expect(other['state']).toBe('unknown');
  });

  it('answers for a day that is over by what was known then, and for none to come (AT-CQ-3)', async () => {
    const { number } = await certifying.certify({ number: newNumber() });
    expect((await lookUp({ number: String(number), on: day(-1) }))['state']).toBe('unknown');
    expect(await lookUp({ number: String(number), on: day(1) })).toMatchObject({ status: 422 });
    expect(await lookUp({})).toMatchObject({ status: 422 });
    expect(await lookUp({ code: '001061050R3GG28AZ' })).toMatchObject({ status: 422 });
    const listed = await farm.owner.get(`${path}?on=${day(-1)}`);
    expect(listed.body).toMatchObject({ items: [], on: day(-1) });
  });
});
