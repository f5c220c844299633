import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsignee, shipTo } from '../support/consignee.js';
import { type Caller, createCooperative, made, signIn, type Cooperative } from '../support/cooperative.js';
import { createPartner, harvestOf, signInWith } from '../support/parties.js';
import { freshUscc } from './parties.js';

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative();
});
afterAll(() => farm.service.close());

/** A company with a credit code. */
async function company(uscc = freshUscc()): Promise<{ id: string; uscc: string; name: string }> {
  const name = '示例果品批发有限公司';
  const body = { kind: 'retailer', name, uscc, region: '310115' };
  return { id: String((await made(farm.admin.post('/api/v1/organizations', body))).id), uscc, name };
}

const listOf = (caller: Caller, organization: string, query = '') =>
  caller.get(`/api/v1/organizations/${organization}/partners${query}`);
const idsOf = (body: Readonly<Record<string, unknown>>): string[] =>
  (body['items'] as { id: string }[]).map(({ id }) => id);

describe('an organization to ship to', () => {
  it('is found by its whole credit code, by members of any organization', async () => {
    const { id, uscc, name } = await company();
    for (const role of ['owner', 'recorder', 'viewer'] as const) {
      const caller = await signIn(farm.service, role, farm.organizationId);
      const { status, body } = await caller.get(`/api/v1/partners/${uscc}`);
      expect([status, body]).toEqual([200, { id, kind: 'retailer', name, uscc, region: '310115' }]);
    }
  });

  it('is not found by a code that nobody has, nor by a part of one', async () => {
    const { uscc } = await company();
    const unknown = await farm.owner.get(`/api/v1/partners/${freshUscc()}`);
    expect([unknown.status, unknown.body['detail']]).toEqual([404, '账本里没有这个信用代码的组织。']);
    for (const [text, code] of [
      [uscc.slice(0, 17), 'length'],
      [`${uscc.slice(0, 17)}${uscc.endsWith('0') ? '1' : '0'}`, 'check-character'],
      [uscc.toLowerCase(), 'characters'],
      ['9'.repeat(90), 'length'],
      [`%25${uscc}`, 'characters'],
    ] as const) {
      const { status, body } = await farm.owner.get(`/api/v1/partners/${text}`);
      expect([status, body.errors?.[0]], text).toMatchObject([422, { pointer: '/path/uscc', code }]);
    }
  });

  it('is not told to who is no member, nor to who is signed in nowhere', async () => {
    const { uscc } = await company();
    for (const role of ['regulator', 'inspector', 'certifier'] as const) {
      const official = await signInWith(farm, { role, organizationId: null, region: '37' });
      expect((await official.get(`/api/v1/partners/${uscc}`)).status, role).toBe(403);
    }
    expect((await fetch(`${farm.service.url}/api/v1/partners/${uscc}`)).status).toBe(401);
  });
});

describe('the list of partners', () => {
  it('has each organization once that was shipped to, page by page, and nobody outside the ledger', async () => {
    const [batch, other] = [await farm.open(), await farm.open()];
    for (const one of [batch, other]) await made(farm.record(one, 'harvest', harvestOf('100')));
    const partners = [await createConsignee(farm), await createConsignee(farm), await createConsignee(farm)];
    const wanted = partners.map(({ organizationId }) => organizationId).sort();
    expect((await listOf(farm.owner, farm.organizationId)).body['items']).toEqual([]);
    for (const one of [batch, other, batch]) for (const id of wanted) await shipTo(farm, one, id, '1');
    const named = { quantity: { value: '1', unit: 'KGM' }, consignee: { party: { name: '示例菜店' } } };
    await made(farm.record(batch, 'shipment', named));
    const { body } = await listOf(farm.owner, farm.organizationId);
    expect(idsOf(body)).toEqual(wanted);
    const found: string[] = [];
    for (let next: string | undefined = '?limit=1'; next !== undefined;) {
      const page = await listOf(farm.owner, farm.organizationId, next);
      found.push(...idsOf(page.body));
      next = /\?[^>]*/.exec(page.headers.get('link') ?? '')?.[0];
    }
    expect(found).toEqual(wanted);
  });

  it('has the cooperative of a household', async () => {
    const household = { kind: 'household', name: '9 号农户', region: '370686' };
    const { id } = await made(farm.owner.post('/api/v1/organizations', household));
    const member = await signIn(farm.service, 'recorder', String(id));
    expect((await listOf(member, String(id))).body['items']).toMatchObject([
      { id: farm.organizationId, kind: 'cooperative' },
    ]);
  });

  it('is for members alone', async () => {
    const rival = await createPartner(farm);
    const refused = await listOf(rival.owner, farm.organizationId);
    const unknown = await listOf(rival.owner, '00000000-0000-4000-8000-000000000000');
    expect([refused.status, unknown.status]).toEqual([404, 404]);
    const regulator = await signIn(farm.service, 'regulator', null, '37');
    expect((await listOf(regulator, farm.organizationId)).status).toBe(403);
  });
});
