import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeLength, parseCode } from '../../src/ledger/code.js';
import { subjectCode } from '../../src/parties/subject-code.js';
import { createCooperative, made, signIn, type Answer, type Cooperative } from '../support/cooperative.js';

const phone = '13711112222';
let farm: Cooperative;
let database: pg.Client;

beforeAll(async () => {
  farm = await createCooperative();
  database = new pg.Client({ connectionString: farm.service.testDatabase.ownerUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await farm.service.close();
});

const register = (changes: object = {}): Promise<Answer> =>
  farm.owner.post('/api/v1/organizations', {
    kind: 'household',
    name: '示例农户',
    region: '370686',
    ...changes,
  });
const read = async (id: unknown) => (await farm.owner.get(`/api/v1/organizations/${String(id)}`)).body;

describe('a household without a credit code', () => {
  it('has a subject code, and its cooperative', async () => {
    const household = await made(register());
    expect(household).toMatchObject({ uscc: null, parent: farm.organizationId, phone: null });
    expect(household['subjectCode']).toBe(subjectCode(String(household['id'])));
  });

  it('is shown with its phone masked when it agreed to that', async () => {
    const household = await made(register({ phone, phoneShown: true }));
    expect(household['phone']).toBe('137****2222');
    const regulator = await signIn(farm.service, 'regulator', null, '3706');
    const seen = await regulator.get(`/api/v1/organizations/${String(household['id'])}`);
    expect(seen.body['phone']).toBe('137****2222');
  });

  it.each([[{ phone }], [{ phone, phoneShown: false }], [{ phone, phoneShown: null }]])(
    'is shown without its phone when it did not: %j',
    async (changes) => {
      const household = await made(register(changes));
      expect([household['phone'], (await read(household['id']))['phone']]).toEqual([null, null]);
    },
  );

  it('has no phone shown any more once the disclosure is gone', async () => {
    const { id } = await made(register({ phone: '0535-2000000', phoneShown: true }));
    expect((await read(id))['phone']).toBe('053****0000');
    await database.query('delete from disclosures where chain_id = $1', [id]);
    expect((await read(id))['phone']).toBeNull();
  });

  it('has its number in no entry and no log line, and nowhere in clear in the database', async () => {
    const tables = ['organizations', 'disclosures', 'entries', 'sites', 'members', 'accounts'];
    const texts = farm.service.logLines().map((line) => JSON.stringify(line));
    for (const table of tables) {
      const { rows } = await database.query<{ text: string }>(`select t::text as text from ${table} t`);
      texts.push(...rows.map(({ text }) => text));
    }
    const entries = await database.query<{ entry: Buffer }>('select entry from entries');
    for (const { entry } of entries.rows) {
      const [, payload = ''] = (JSON.parse(entry.toString()) as { statement: string }).statement.split('.');
      texts.push(Buffer.from(payload, 'base64url').toString());
    }
    const hex = Buffer.from(phone).toString('hex');
    expect(texts.filter((text) => text.includes(phone) || text.includes(hex))).toEqual([]);
  });
});

describe('the registration of a household', () => {
  it.each([
    ['an identity number for a phone', { phone: '999999190001010007' }, '/phone'],
    ['letters for a phone', { phone: '1390013900a' }, '/phone'],
    ['a phone of another country', { phone: '+4915112345678' }, '/phone'],
    ['an empty phone', { phone: '' }, '/phone'],
    ['consent that is a word', { phone, phoneShown: 'yes' }, '/phoneShown'],
    ['consent to show what is not there', { phoneShown: true }, '/phone'],
    ['a name that holds a phone', { name: '农户 13711112222' }, '/name'],
    ['a name that holds an identity number', { name: '农户 999999190001010007' }, '/name'],
    ['a field for an identity number', { idNumber: '999999190001010007' }, '/idNumber'],
  ])('with %s is refused', async (_, changes, pointer) => {
    const answer = await register(changes);
    expect(answer.status).toBe(422);
    expect(answer.body.errors?.map((fault) => fault.pointer)).toEqual([pointer]);
    expect(JSON.stringify(answer.body)).not.toMatch(/999999190001010007|13711112222/);
  });

  it('of a cooperative takes no phone', async () => {
    const body = {
      kind: 'cooperative',
      name: '示例合作社',
      uscc: '91230184MA19K4P22K',
      region: '370686',
      phone,
    };
    const answer = await farm.admin.post('/api/v1/organizations', body);
    expect(answer.body.errors).toMatchObject([{ pointer: '/phone', code: 'not-applicable' }]);
  });
});

describe('a subject code', () => {
  it('is the same for an organization, another for another, and always one that is issued', () => {
    const ids = Array.from({ length: 2_000 }, () => randomUUID());
    const codes = ids.map(subjectCode);
    expect(codes).toEqual(ids.map(subjectCode));
    expect(new Set(codes).size).toBe(ids.length);
    for (const code of codes) {
      expect(code).toHaveLength(codeLength);
      expect(() => parseCode(code)).not.toThrow();
    }
  });

  it('follows from the id by SHA-256 as it is documented', () => {
    expect(subjectCode('4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64')).toBe('5CSQQN2HDWYZE2GKS');
  });
});
