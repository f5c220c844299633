import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEntry } from '../../src/ledger/entry.js';
import { parseStatement } from '../../src/ledger/statement.js';
import { hasChromium, launchBrowser } from '../support/browser.js';
import { createConsignee, type Consignee } from '../support/consignee.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { readWholeChain } from '../support/ledger.js';
import { ask, lastScanned, takeIn, type Someone } from '../support/people.js';

/** Public pages hide a withdrawn name within a minute; what is kept of a page lives ten seconds. */
const hidden = { timeout: 60_000, interval: 500 };
const name = '示例农户甲';

let farm: Cooperative;
let stranger: Consignee;
let batch: string;
let farmer: Someone;
beforeAll(async () => {
  farm = await createCooperative();
  stranger = await createConsignee(farm);
  farmer = await takeIn(farm, { name, contact: '13812345678' });
  batch = await farm.open('CONSENT-1');
  await made(farm.record(batch, 'harvest', { ...harvestOf(10), operator: farmer.reference }));
});
afterAll(() => farm.service.close());

interface Consent {
  readonly given: boolean;
  readonly seq: number | null;
}

async function consent(method: 'PUT' | 'DELETE' | 'GET', someone = farmer): Promise<Consent> {
  const answer = await ask(farm.owner, method, `${someone.path}/consent`);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Consent;
}

const shownNames = async (): Promise<string[]> =>
  (await lastScanned(farm, batch)).people.map((person) => person.name);

describe('consent to be named in public', () => {
  it('is nobody’s by itself: the page names no one, and says that a field is not public', async () => {
    expect(await consent('GET')).toMatchObject({ given: false, seq: null });
    const entry = await lastScanned(farm, batch);
    expect(entry.people).toEqual([]);
    expect(entry.withheld).toEqual([{ reason: 'private', for: 'regulator', count: 1 }]);
  });

  it('shows the name once it is recorded, and hides it once it is withdrawn', async () => {
    const given = await consent('PUT');
    expect(given.given).toBe(true);
    await expect.poll(shownNames, hidden).toEqual([name]);
    const withdrawn = await consent('DELETE');
    expect(withdrawn).toMatchObject({ given: false, seq: Number(given.seq) + 1 });
    await expect.poll(shownNames, hidden).toEqual([]);
  });

  it('is stated once: saying the same again records nothing', async () => {
    const first = await consent('PUT');
    expect(await consent('PUT')).toEqual(first);
    const second = await consent('DELETE');
    expect(await consent('DELETE')).toEqual(second);
    expect(await consent('GET')).toEqual(second);
  });

  it('stands on the organization’s chain without telling whose it is', async () => {
    const { seq } = await consent('PUT');
    const chain = { organizationId: farm.organizationId, chainId: farm.organizationId };
    const entries = await readWholeChain(farm.service.database, chain);
    const { payload } = parseStatement(parseEntry(entries[Number(seq) - 1]!.entry).statement);
    expect(payload.kind).toBe('consent-recorded');
    expect(payload.iss).toBe(`org/${farm.organizationId}`);
    expect(Object.keys(payload.data).sort()).toEqual(['_sd', 'purpose']);
    for (const { entry } of entries) {
      const text = Buffer.from(parseEntry(entry).statement.split('.')[1] ?? '', 'base64url').toString();
      for (const telling of [farmer.id, name]) expect(text).not.toContain(telling);
    }
    await consent('DELETE');
  });

  it('follows a name that was put right, and forgets the old one', async () => {
    await consent('PUT');
    await fetch(farm.service.url + farmer.path, {
      method: 'PUT',
      headers: { ...farm.owner.credentials, 'content-type': 'application/json' },
      body: JSON.stringify({ name: '示例农户甲乙' }),
    });
    await expect.poll(shownNames, hidden).toEqual(['示例农户甲乙']);
    await fetch(farm.service.url + farmer.path, {
      method: 'PUT',
      headers: { ...farm.owner.credentials, 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
    await consent('DELETE');
  });

  it('is not another’s to give, to withdraw or to ask about', async () => {
    for (const method of ['PUT', 'DELETE', 'GET'] as const) {
      const path = `${farmer.path}/consent`;
      expect((await ask(stranger.owner, method, path)).status).toBe(404);
      expect([403, 404]).toContain((await ask(farm.admin, method, path)).status);
      expect((await fetch(farm.service.url + path, { method })).status).toBe(401);
      const none = `${farmer.path.slice(0, -36)}4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64/consent`;
      expect((await ask(farm.owner, method, none)).status).toBe(404);
    }
    expect(await consent('GET')).toMatchObject({ given: false });
  });
});

describe.skipIf(!hasChromium)('the public page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it.each([
    ['zh-CN', '本人同意公开姓名', '1 项不公开，记录者和监管部门可见。'],
    ['en', 'named with their consent', 'Not public: 1; the one who says it and regulators see it.'],
  ])(
    'in %s names who agreed until they withdraw, and says what it does not show',
    async (locale, agreed, withheld) => {
      const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      const read = async (): Promise<string> => {
        await page.goto(`${farm.service.url}/t/${String(body.code)}`);
        return page.content();
      };
      await consent('PUT');
      await expect.poll(read, hidden).toContain(name);
      expect(await read()).toContain(agreed);
      expect(await read()).toContain(withheld);
      expect(await read()).not.toContain('13812345678');
      await consent('DELETE');
      await expect.poll(read, hidden).not.toContain(name);
      expect(await read()).not.toContain(agreed);
      await context.close();
    },
  );
});
