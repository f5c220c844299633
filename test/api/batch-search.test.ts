import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsignee } from '../support/consignee.js';
import {
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Caller,
  type Cooperative,
} from '../support/cooperative.js';
import { signInWith } from '../support/parties.js';

let farm: Cooperative;
let batch: string;
let set: string;
beforeAll(async () => {
  farm = await createCooperative();
  batch = await farm.open('FIND-1');
  await made(farm.record(batch, 'harvest', harvestOf(100)));
  const labels = { units: 2, net: { value: '5', unit: 'KGM' } };
  set = String((await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, labels))).id);
});
afterAll(() => farm.service.close());

const unitCode = '1990123 1001 483920174650238174659';

/** The data of a use of an input with this code on its package. */
const usedOf = (code?: string): object => ({
  inputType: 'fertilizer',
  product: { name: '示例有机肥', ...(code === undefined ? {} : { unitCode: code }) },
  amount: { value: '50', unit: 'KGM' },
  ...{ startedOn: '2026-08-20', stoppedOn: '2026-08-20' },
});

interface Hit {
  readonly id: string;
  readonly organizationName: string;
  readonly productName: string;
  readonly found: readonly { readonly by: string; readonly words: string; readonly value: string }[];
}

async function hitsOf(caller: Caller, find: string, more = ''): Promise<readonly Hit[]> {
  const answer = await caller.get(`/api/v1/batches?find=${encodeURIComponent(find)}${more}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body['items'] as Hit[];
}

/** Why the first batch was found, as `<way>: <what by>`. */
async function reasonsOf(caller: Caller, find: string): Promise<readonly string[]> {
  const [hit] = await hitsOf(caller, find);
  return hit?.found.map(({ by, value }) => `${by}: ${value}`) ?? [];
}

async function found(caller: Caller, find: string, more = ''): Promise<unknown[]> {
  const answer = await caller.get(`/api/v1/batches?find=${encodeURIComponent(find)}${more}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return (answer.body.items as { id: string }[]).map(({ id }) => id);
}

describe('a search for batches', () => {
  it('finds one by its lot, by its own code, and by the code of a label however it is typed', async () => {
    const { code } = (await farm.owner.get(`/api/v1/batches/${batch}`)).body;
    const [label] = await farm.service.database.read<{ code: string }>(
      { name: 'test-label-code', text: 'select code from labels where set_id = $1' },
      [set],
    );
    const typed = String(label?.code)
      .toLowerCase()
      .replace(/^(.{4})/, '$1 ');
    for (const text of ['FIND-1', String(code), typed])
      expect(await found(farm.owner, text), text).toEqual([batch]);
    expect(await found(farm.owner, 'FIND-1', `&organization=${farm.organizationId}`)).toEqual([batch]);
    expect(await found(farm.owner, 'FIND-2')).toEqual([]);
  });

  it('tells nobody of batches that are not theirs', async () => {
    const consignee = await createConsignee(farm);
    expect(await found(consignee.owner, 'FIND-1')).toEqual([]);
    expect(await found(await signIn(farm.service, 'regulator', null, '51'), 'FIND-1')).toEqual([]);
    expect(await found(await signIn(farm.service, 'regulator', null, '37'), 'FIND-1')).toEqual([batch]);
  });

  it('needs a text, or an organization', async () => {
    const nothing = await farm.owner.get('/api/v1/batches');
    expect(nothing.status).toBe(422);
    expect(nothing.body.errors?.[0]?.pointer).toBe('/query/organization');
    for (const find of ['', '%00', '%E2%80%AE1', 'x'.repeat(121)])
      expect((await farm.owner.get(`/api/v1/batches?find=${find}`)).status, find).toBe(422);
    const kept = "' or true --";
    expect(await found(farm.owner, kept)).toEqual([]);
  });

  it('goes on page by page', async () => {
    const others = [];
    for (const product of ['梨', '桃']) {
      const body = { organization: farm.organizationId, name: product, category: 'FRU', unit: 'KGM' };
      const { id } = await made(farm.owner.post('/api/v1/products', body));
      others.push(
        String(
          (await made(farm.owner.post('/api/v1/batches', { product: id, site: farm.siteId, lot: 'FIND-1' })))
            .id,
        ),
      );
    }
    const first = await farm.owner.get('/api/v1/batches?find=FIND-1&limit=2');
    const next = /<([^>]+)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await farm.owner.get(next);
    const ids = [first, second].flatMap(({ body }) => (body.items as { id: string }[]).map(({ id }) => id));
    expect(ids).toEqual([...others.reverse(), batch]);
  });
});

describe('a search by what is known of a batch', () => {
  const gtin = '06937001000019';
  const firm = '栖霞示例果业农民专业合作社';

  beforeAll(async () => {
    await made(farm.record(batch, 'input', usedOf(unitCode)));
  });

  it('finds it by product, organization, site and input, and says why in words', async () => {
    const official = await signIn(farm.service, 'regulator', null, '37');
    for (const caller of [farm.owner, official]) {
      expect(await reasonsOf(caller, gtin)).toEqual([`gtin: ${gtin}`]);
      expect(await reasonsOf(caller, gtin.slice(1))).toEqual([`gtin: ${gtin}`]);
      expect(await reasonsOf(caller, '示例果业')).toEqual([`organization: ${firm}`]);
      expect(await reasonsOf(caller, '93370686ma3c2e7x7l')).toEqual([`organization: ${firm}`]);
      expect(await reasonsOf(caller, farm.organizationId)).toEqual([`organization: ${firm}`]);
      expect(await reasonsOf(caller, '3号')).toEqual(['site: 3号地']);
      expect(await reasonsOf(caller, farm.siteId)).toEqual(['site: 3号地']);
      expect(await reasonsOf(caller, '栖霞')).toEqual([`organization: ${firm}`, 'site: 山东省烟台市栖霞市']);
      expect(await reasonsOf(caller, '19901231001483920174650238174659')).toEqual([
        'input: 19901231001483920174650238174659',
      ]);
    }
    const find = `/api/v1/batches?find=${encodeURIComponent('示例果业')}`;
    const words = async (language: string) =>
      ((await official.get(find, { 'accept-language': language })).body['items'] as Hit[])[0]?.found[0]
        ?.words;
    expect([await words('zh-CN'), await words('en')]).toEqual(['企业', 'Organization']);
    const [hit] = await hitsOf(official, gtin, '&limit=1');
    expect([hit?.organizationName, hit?.productName]).toEqual([firm, '苹果']);
  });

  it('looks by the ways alone that are asked for', async () => {
    expect(await found(farm.owner, '栖霞', '&by=code,lot')).toEqual([]);
    expect((await hitsOf(farm.owner, '栖霞', '&by=site'))[0]?.found).toEqual([
      { by: 'site', words: '地块', value: '山东省烟台市栖霞市' },
    ]);
    for (const by of ['', 'lot,', 'name', 'lot,lot'])
      expect((await farm.owner.get(`/api/v1/batches?find=1&by=${by}`)).status, by).toBe(422);
  });

  it('goes by the code that a correction leaves, and by none that it takes back', async () => {
    const used = await farm.open('FIND-INPUT');
    const correct = async (entry: object, to?: string): Promise<void> => {
      const { seq, leafHash } = entry as { seq: number; leafHash: string };
      const data = { corrects: { kind: 'input', seq, leafHash }, reason: '扫错了包装', data: usedOf(to) };
      await made(farm.record(used, 'correction', data));
    };
    const entry = await made(farm.record(used, 'input', usedOf('WRONG-1')));
    expect(await found(farm.owner, 'wrong-1')).toEqual([used]);
    await correct(entry, 'RIGHT-1');
    expect(await found(farm.owner, 'WRONG-1')).toEqual([]);
    expect(await found(farm.owner, 'right -1')).toEqual([used]);
    await correct(entry);
    expect(await found(farm.owner, 'RIGHT-1')).toEqual([]);
  });

  it('tells nobody by any way of batches, organizations, sites or inputs that are not theirs', async () => {
    const consignee = await createConsignee(farm);
    const elsewhere = await signIn(farm.service, 'regulator', null, '51');
    const texts = [gtin, '示例果业', farm.organizationId, '3号地', '栖霞', farm.siteId, unitCode];
    for (const caller of [consignee.owner, elsewhere])
      for (const text of texts) {
        const { body } = await caller.get(`/api/v1/batches?find=${encodeURIComponent(text)}`);
        expect(body, text).toEqual({ items: [], complete: true });
      }
    expect((await consignee.owner.get(`/api/v1/batches?find=%E5%9C%B0`)).body).toMatchObject({ items: [] });
    expect(await found(farm.owner, '示例', `&organization=${consignee.organizationId}`)).toEqual([]);
  });

  it('tells a certifier of no site, which are for fewer than batches are', async () => {
    const certifier = await signInWith(farm, { role: 'certifier', organizationId: null, region: null });
    for (const text of ['3号地', '3号', farm.siteId]) expect(await found(certifier, text), text).toEqual([]);
    expect(await reasonsOf(certifier, '栖霞')).toEqual([`organization: ${firm}`]);
  });

  it('takes every character for itself', async () => {
    for (const text of ['%', '_', '3_地', '%果业%', '*', '\\', '.*', "'; drop table batches; --", '[3]号地'])
      expect(await found(farm.owner, text), text).toEqual([]);
    for (const text of ['   ', 'x'.repeat(121), '\u202e栖霞', '栖\u0000霞'])
      expect((await farm.owner.get(`/api/v1/batches?find=${encodeURIComponent(text)}`)).status).toBe(422);
    expect((await farm.owner.get(`/api/v1/batches?find=${'x'.repeat(10_000)}`)).status).toBe(414);
  });

  it('is paged over all ways together: no batch twice and none left out', async () => {
    const site = await made(
      farm.owner.post('/api/v1/sites', {
        ...{
          organization: farm.organizationId,
          name: 'PAGED',
          publicName: '山东省烟台市栖霞市',
          region: '370686',
        },
      }),
    );
    const product = { organization: farm.organizationId, name: '杏', category: 'FRU', unit: 'KGM' };
    const { id: other } = await made(farm.owner.post('/api/v1/products', product));
    const open = async (body: object): Promise<string> =>
      String((await made(farm.owner.post('/api/v1/batches', { product: farm.productId, ...body }))).id);
    const all: string[] = [];
    for (let at = 0; at < 4; at += 1) {
      const here = await open({ site: site.id });
      await made(farm.record(here, 'input', usedOf('PAGED')));
      all.unshift(here);
    }
    all.unshift(await open({ site: farm.siteId, lot: 'PAGED' }));
    all.unshift(await open({ site: site.id, lot: 'PAGED', product: other }));
    const met: string[] = [];
    for (let next = '/api/v1/batches?find=PAGED&limit=2'; next !== '';) {
      const page = await farm.owner.get(next);
      expect(page.body['complete']).toBe(true);
      met.push(...(page.body['items'] as Hit[]).map(({ id }) => id));
      next = /<([^>]+)>/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
    }
    expect(met).toEqual(all);
    expect(await reasonsOf(farm.owner, 'paged')).toEqual(['site: PAGED']);
    expect((await hitsOf(farm.owner, 'PAGED'))[0]?.found.map(({ by }) => by)).toEqual(['lot', 'site']);
  });

  it('says so when more organizations or sites have the name than are looked through', async () => {
    for (let at = 0; at < 11; at += 1)
      await made(
        farm.owner.post('/api/v1/sites', {
          ...{ organization: farm.organizationId, name: `梯田${at}`, publicName: '烟台', region: '370686' },
        }),
      );
    const complete = async (find: string): Promise<unknown> =>
      (await farm.owner.get(`/api/v1/batches?find=${encodeURIComponent(find)}`)).body['complete'];
    expect(await complete('梯田')).toBe(false);
    expect(await complete('梯田10')).toBe(true);
  });
});
