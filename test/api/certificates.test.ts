import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesIn } from '../labels/decoder.js';
import { codePicture, pagesOf } from '../labels/pdf-reader.js';
import { compliancePromises } from '../../src/gs1/vocabulary.js';
import {
  createCooperative,
  harvestOf,
  made,
  signIn,
  type Answer,
  type Cooperative,
} from '../support/cooperative.js';

let farm: Cooperative;
beforeAll(async () => {
  farm = await createCooperative();
});
afterAll(() => farm.service.close());

const day = (ahead: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);
const today = day(0);
const kg = (value: string): object => ({ value, unit: 'KGM' });
const entryOf = ({ seq, leafHash }: Answer['body']): object => ({ seq, leafHash });
const issue = (changes: object = {}): object => ({
  ...{ action: 'issue', type: 'compliance', style: 1, product: '苹果', quantity: kg('100') },
  ...{ origin: '山东省烟台市栖霞市', issuer: '栖霞示例果业农民专业合作社', contact: '137****0000' },
  ...{ basis: ['quality-control'], issuedOn: today },
  ...changes,
});
const report = (changes: object = {}): object => ({
  ...{ type: 'commissioned', sample: { sampledOn: day(-1) }, laboratory: { name: '示例检测中心' } },
  ...{ reportNo: '示例-1', basis: 'GB 2763', verdict: 'pass' },
  results: [{ analyte: '毒死蜱', value: '未检出', verdict: 'pass' }],
  ...changes,
});
const tested = (inspection: Answer['body'], changes: object = {}): object =>
  issue({ basis: ['commission-tested'], reportNo: '示例-1', inspections: [entryOf(inspection)], ...changes });
const spray = (on: string): object => ({
  inputType: 'pesticide',
  product: { name: '氯虫苯甲酰胺', activeIngredients: [{ name: '氯虫苯甲酰胺' }] },
  ...{ amount: kg('0.4'), target: { name: '桃小食心虫' }, startedOn: on, stoppedOn: on },
});

async function harvested(kilograms = 1_000): Promise<string> {
  const batch = await farm.open();
  await made(farm.record(batch, 'harvest', harvestOf(kilograms)));
  return batch;
}

async function certified(changes: object = {}): Promise<{ batch: string; certificate: Answer['body'] }> {
  const batch = await harvested();
  return { batch, certificate: await made(farm.record(batch, 'certificate', issue(changes))) };
}

async function listed(batch: string, query = ''): Promise<Record<string, unknown>[]> {
  const answer = await farm.owner.get(`/api/v1/batches/${batch}/certificates${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body['items'] as Record<string, unknown>[];
}

async function scanned(batch: string): Promise<Record<string, unknown>> {
  const { body } = await farm.owner.get(`/api/v1/batches/${batch}`);
  const answer = await farm.owner.get(`/t/${String(body['code'])}`, { accept: 'application/json' });
  return answer.body;
}

/** States on the page behind the code, which may be two seconds old. */
async function scannedStates(batch: string): Promise<unknown[]> {
  const facts = (await scanned(batch))['facts'] as { certificates: { state: string }[] };
  return facts.certificates.map(({ state }) => state);
}

function faultsOf(answer: Answer): string[] {
  return (answer.body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}

describe('the issue of a compliance certificate', () => {
  it.each([1, 2] as const)('of style %i carries the fixed promise, which nobody types', async (style) => {
    const { batch } = await certified({ style });
    const [first] = await listed(batch);
    expect(first).toMatchObject({ style, promise: compliancePromises[style].zh, state: 'valid', doubts: [] });
  });

  it('takes the promise where it is typed word for word, and is the same request without it', async () => {
    const batch = await harvested();
    const eventId = uuidv7();
    const occurredAt = new Date().toISOString();
    const first = await farm.record(batch, 'certificate', issue(), { eventId, occurredAt });
    const promise = compliancePromises[1].zh;
    const again = await farm.record(batch, 'certificate', issue({ promise }), { eventId, occurredAt });
    expect([first.status, again.status]).toEqual([201, 200]);
  });

  it.each(['style', 'product', 'quantity', 'origin', 'issuer', 'contact', 'basis', 'issuedOn'])(
    'is refused without %s, and stores nothing',
    async (name) => {
      const batch = await harvested();
      const answer = await farm.record(batch, 'certificate', issue({ [name]: undefined }));
      expect([answer.status, faultsOf(answer)]).toEqual([422, [`/data/${name} required`]]);
      expect(await listed(batch)).toEqual([]);
    },
  );

  it.each<[string, object, string]>([
    ['another promise', { promise: '保证合格' }, '/data/promise fixed-text'],
    ['the promise of the other style', { promise: compliancePromises[2].zh }, '/data/promise fixed-text'],
    ['a telephone number in the clear', { contact: '13712345678' }, '/data/contact personal-data'],
    ['a day that has not come', { issuedOn: day(2) }, '/data/issuedOn future'],
    ['a unit of another kind', { quantity: { value: '1', unit: 'LTR' } }, '/data/quantity/unit dimension'],
  ])('is refused with %s', async (_, changes, expected) => {
    const answer = await farm.record(await harvested(), 'certificate', issue(changes));
    expect([answer.status, faultsOf(answer)]).toEqual([422, [expected]]);
  });

  it('is for what is there: what stands certified counts, what was revoked does not', async () => {
    const batch = await harvested(1_000);
    const first = await made(farm.record(batch, 'certificate', issue({ quantity: kg('600') })));
    const beyond = await farm.record(batch, 'certificate', issue({ quantity: kg('400.000000001') }));
    expect([beyond.status, beyond.body['type'], faultsOf(beyond)]).toEqual([
      409,
      '/problems/insufficient-quantity',
      ['/data/quantity insufficient'],
    ]);
    const revoke = { action: 'revoke', type: 'compliance', certificate: entryOf(first), reason: '数量写错' };
    await made(farm.record(batch, 'certificate', revoke));
    const again = await farm.record(batch, 'certificate', revoke);
    expect([again.status, again.body['type']]).toEqual([409, '/problems/already-revoked']);
    await made(farm.record(batch, 'certificate', issue({ quantity: kg('1000') })));
    expect((await listed(batch)).map(({ state }) => state)).toEqual(['revoked', 'valid']);
  });

  it('is never for more than there is, however many ask at once', async () => {
    const batch = await harvested(1_000);
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => farm.record(batch, 'certificate', issue({ quantity: kg('300') }))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...[201, 201, 201],
      ...Array<number>(9).fill(409),
    ]);
  });

  it('is nobody else’s to give', async () => {
    const { headers } = await farm.service.signIn({
      login: `certifier-${uuidv7()}`,
      name: '外人',
      password: 'a long enough password',
      grants: [
        { role: 'certifier', organizationId: null, region: null },
        { role: 'recorder', organizationId: await otherOrganization(), region: null },
      ],
    });
    const batch = await harvested();
    const body = { kind: 'certificate', occurredAt: new Date().toISOString(), data: issue() };
    const answer = await fetch(`${farm.service.url}/api/v1/batches/${batch}/events`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': uuidv7() },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer: '/data/type', code: 'own-promise' }] });
  });
});

async function otherOrganization(): Promise<string> {
  const body = { kind: 'household', name: '示例农户', region: '370686' };
  const answer = farm.owner.post('/api/v1/organizations', { ...body, parent: farm.organizationId });
  return String((await made(answer))['id']);
}

describe('a certificate that says tested', () => {
  it('names the report of this very batch', async () => {
    const batch = await harvested();
    const inspection = await made(farm.record(batch, 'inspection', report()));
    await made(farm.record(batch, 'certificate', tested(inspection)));
    expect(await listed(batch)).toMatchObject([{ inspections: [entryOf(inspection)], state: 'valid' }]);
  });

  it.each<[string, (own: Answer['body'], batch: string) => Promise<object> | object, string]>([
    ['the number alone', (own) => tested(own, { inspections: undefined }), '/data/inspections required'],
    ['no number', (own) => tested(own, { reportNo: undefined }), '/data/reportNo required'],
    ['another number', (own) => tested(own, { reportNo: '示例-2' }), '/data/reportNo other-report'],
    ['an own test that was commissioned', (own) => tested(own, { basis: ['self-tested'] }), '/data/basis/0 other-test'],
    ['the report twice', (own) => tested(own, { inspections: [entryOf(own), entryOf(own)] }), '/data/inspections/1 repeated'],
    ['another entry', (own) => tested(own, { inspections: [{ ...entryOf(own), seq: 2 }] }), '/data/inspections/0 unknown-entry'],
    [
      'a report of another batch of the same product',
      async (own) => {
        const other = await harvested();
        const theirs = await made(farm.record(other, 'inspection', report()));
        return tested(own, { inspections: [{ batch: other, ...entryOf(theirs) }] });
      },
      '/data/inspections other-batch',
    ],
    [
      'a report without a conclusion',
      async (own, batch) => {
        const open = await made(farm.record(batch, 'inspection', report({ verdict: 'unknown' })));
        return tested(own, { inspections: [entryOf(open)] });
      },
      '/data/inspections/0 not-passed',
    ],
  ])('is refused with %s', async (_, data, expected) => {
    const batch = await harvested();
    const own = await made(farm.record(batch, 'inspection', report()));
    const answer = await farm.record(batch, 'certificate', await data(own, batch));
    expect([answer.status, faultsOf(answer)]).toEqual([422, [expected]]);
  }); // prettier-ignore

  it('is refused while a rule stops the batch', async () => {
    const batch = await harvested();
    const inspection = await made(farm.record(batch, 'inspection', report()));
    const results = [{ analyte: '毒死蜱', value: '1', limit: '0.02', unit: 'mg/kg', verdict: 'fail' }];
    await made(farm.record(batch, 'inspection', report({ reportNo: '示例-9', results, verdict: 'fail' })));
    const answer = await farm.record(batch, 'certificate', tested(inspection));
    expect([answer.status, answer.body['type']]).toEqual([409, '/problems/on-hold']);
  });
});

describe('a certificate in doubt', () => {
  it('is one before which a spray was not told, on the list, the page and its timeline', async () => {
    const { batch, certificate } = await certified();
    expect(await scannedStates(batch)).toEqual(['valid']);
    const late = await made(farm.record(batch, 'input', spray(day(-3))));
    expect(await listed(batch)).toMatchObject([
      { seq: certificate['seq'], state: 'challenged', doubts: [{ by: 'input', seq: late['seq'] }] },
    ]);
    await expect.poll(() => scannedStates(batch)).toEqual(['challenged']);
    const view = await scanned(batch);
    expect(view['verdict']).toBe('caution');
    expect(view['timeline']).toMatchObject([{}, {}, { certificate: 'challenged' }, { certificate: null }]);
  });

  it('is not one for what was used after it was issued, nor for a fertilizer', async () => {
    const { batch } = await certified({ issuedOn: day(-2) });
    await made(farm.record(batch, 'input', spray(day(-1))));
    await made(farm.record(batch, 'input', { ...spray(day(-9)), inputType: 'fertilizer', product: { name: '尿素' } }));
    expect((await listed(batch)).map(({ state }) => state)).toEqual(['valid']);
  }); // prettier-ignore

  it('is one whose report was corrected', async () => {
    const batch = await harvested();
    const inspection = await made(farm.record(batch, 'inspection', report()));
    await made(farm.record(batch, 'certificate', tested(inspection)));
    const corrects = { kind: 'inspection', ...entryOf(inspection) };
    const data = report({ results: [{ analyte: '毒死蜱', value: '0.01', verdict: 'pass' }] });
    const correction = await made(farm.record(batch, 'correction', { corrects, reason: '录入有误', data }));
    const [standing] = await listed(batch);
    expect(standing).toMatchObject({
      state: 'challenged',
      doubts: [{ by: 'correction', seq: correction['seq'] }],
    });
  });

  it('is one of a batch on hold, until the hold is lifted', async () => {
    const { batch } = await certified();
    const hold = await made(farm.record(batch, 'hold', { reason: '送检样品复检中' }));
    expect(await listed(batch)).toMatchObject([{ state: 'challenged', doubts: [{ by: 'hold' }] }]);
    await made(farm.record(batch, 'release', { hold: entryOf(hold), reason: '复检合格' }));
    expect(await listed(batch)).toMatchObject([{ state: 'valid', doubts: [] }]);
  });

  it('is one of which a test failed, and says so in both languages', async () => {
    const { batch } = await certified();
    const results = [{ analyte: '毒死蜱', value: '1', limit: '0.02', unit: 'mg/kg', verdict: 'fail' }];
    await made(farm.record(batch, 'inspection', report({ results, verdict: 'fail' })));
    const path = `/api/v1/batches/${batch}/certificates`;
    const [zh, en] = await Promise.all(
      ['zh-CN', 'en'].map(async (language) => {
        const { body } = await farm.owner.get(path, { 'accept-language': language });
        return (body['items'] as { doubts: { by: string; detail: string }[] }[])[0]?.doubts ?? [];
      }),
    );
    expect(zh?.map(({ by }) => by)).toContain('inspection');
    expect(zh?.[0]?.detail).toMatch(/不合格/);
    expect(en?.[0]?.detail).toMatch(/failed/);
  });
});

describe('the state on a day', () => {
  it('is that of what had been recorded by then', async () => {
    const { batch } = await certified();
    expect(await listed(batch, `?on=${day(-1)}`)).toEqual([]);
    expect(await listed(batch, `?on=${today}`)).toMatchObject([{ state: 'valid' }]);
  });

  it.each([
    ['one that has not come', day(2), 422],
    ['no day', '2026-02-30', 422],
  ])('is refused for %s', async (_, on, status) => {
    const { batch } = await certified();
    expect((await farm.owner.get(`/api/v1/batches/${batch}/certificates?on=${on}`)).status).toBe(status);
  });

  it('expires with the certificate', async () => {
    const { batch } = await certified({ issuedOn: day(-5), validFrom: day(-5), validTo: day(-1) });
    expect(await listed(batch)).toMatchObject([{ state: 'expired' }]);
  });
});

describe('a certificate on the page behind a code', () => {
  it('is of this lot and never of another one, of one product, one organization, one day', async () => {
    const lots = await Promise.all([farm.open('LOT-X'), farm.open('LOT-Y')]);
    for (const lot of lots) await made(farm.record(lot, 'harvest', harvestOf(1_000)));
    const [x, y] = lots;
    await made(farm.record(x, 'certificate', issue({ number: 'HGZ-X' })));
    for (const path of [`/01/06937001000019/10/LOT-Y`, `/t/${String((await farm.owner.get(`/api/v1/batches/${y}`)).body['code'])}`]) {
      const { body } = await farm.owner.get(path, { accept: 'application/json' });
      expect((body['facts'] as { certificates: unknown[] }).certificates).toEqual([]);
      expect(JSON.stringify(body)).not.toContain('HGZ-X');
    }
    const { body } = await farm.owner.get('/01/06937001000019/10/LOT-X', { accept: 'application/json' });
    expect(body['facts']).toMatchObject({ certificates: [{ number: 'HGZ-X', state: 'valid' }] });
    expect(await listed(y)).toEqual([]);
  }); // prettier-ignore
});

describe('a printed certificate', () => {
  it.each(['a4', 'a5', 'label'])('of size %s is one page of PDF', async (size) => {
    const { batch, certificate } = await certified();
    const path = `/api/v1/batches/${batch}/certificates/${String(certificate['seq'])}/certificate.pdf?size=${size}`;
    const file = await farm.owner.file(path);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const pages = pagesOf(file.bytes);
    expect(pages).toHaveLength(1);
    const codes = await Promise.all(pages[0]!.codes.map(async (code) => codesIn(codePicture(code))));
    expect(codes).toEqual([[expect.stringMatching(/\/t\/[0-9A-Z]{17}$/)]]);
  });

  it('says everything it must as a page, in Chinese, with the English beside it where asked', async () => {
    const { batch, certificate } = await certified({ reportNo: '示例-7' });
    const path = `/api/v1/batches/${batch}/certificates/${String(certificate['seq'])}/certificate.html`;
    const chinese = (await farm.owner.file(path)).bytes.toString();
    for (const text of ['承诺达标合格证', '苹果', '100 公斤', '山东省烟台市栖霞市', '栖霞示例果业农民专业合作社', '137****0000', today, compliancePromises[1].zh, '☑ ', '质量安全控制符合要求', '示例-7'])
      expect(chinese).toContain(text);
    expect(chinese).not.toContain(compliancePromises[1].en);
    const english = (await farm.owner.file(`${path}?lang=en`)).bytes.toString();
    expect(english).toContain('承诺达标合格证');
    expect(english).toContain(compliancePromises[1].en);
    const uri = /<title>(http[^<]+)<\/title>/.exec(chinese)?.[1] ?? '';
    const scan = await farm.owner.get(new URL(uri).pathname, { accept: 'application/json' });
    expect(scan.body['facts']).toMatchObject({ certificates: [{ title: '承诺达标合格证', state: 'valid' }] });
  }); // prettier-ignore

  it('is not made while it does not hold', async () => {
    const { batch, certificate } = await certified();
    await made(farm.record(batch, 'input', spray(day(-3))));
    for (const form of ['pdf', 'html']) {
      const answer = await farm.owner.get(`/api/v1/batches/${batch}/certificates/${String(certificate['seq'])}/certificate.${form}`);
      expect([answer.status, answer.body['type']]).toEqual([409, '/problems/certificate-not-valid']);
    }
  }); // prettier-ignore

  it.each(['0', '-1', '1.5', 'x', '99999999999', '1', '2', '77'])(
    'is not there for entry %s, which issues none',
    async (seq) => {
      const batch = await harvested();
      const path = `/api/v1/batches/${batch}/certificates/${seq}/certificate.pdf`;
      expect((await farm.owner.get(path)).status).toBe(404);
    },
  );

  it('is not there for a stranger', async () => {
    const { batch, certificate } = await certified();
    const stranger = await signIn(farm.service, 'owner', await otherOrganization());
    for (const path of [
      '',
      `/${String(certificate['seq'])}/certificate.pdf`,
      `/${String(certificate['seq'])}/certificate.html`,
    ])
      expect((await stranger.get(`/api/v1/batches/${batch}/certificates${path}`)).status).toBe(404);
  });
});

describe('the words on labels', () => {
  const setOf = async (batch: string): Promise<string> => {
    const labels = { units: 4, net: kg('5') };
    const set = await made(farm.owner.post(`/api/v1/batches/${batch}/labels`, labels));
    return `/api/v1/batches/${batch}/labels/${String(set['id'])}`;
  };

  it('are printed in each form while the certificate holds, and only where asked for', async () => {
    const { batch } = await certified();
    const set = await setOf(batch);
    const [plain, worded] = await Promise.all(
      ['', '&words=certificate'].map((query) => farm.owner.file(`${set}.svg?part=label${query}`)),
    );
    expect([plain?.status, worded?.status]).toEqual([200, 200]);
    const glyph = `id="furrow-bold-${'承'.codePointAt(0)!.toString(16)}"`;
    expect(plain?.bytes.toString()).not.toContain(glyph);
    expect(worded?.bytes.toString()).toContain(glyph);
    for (const form of ['pdf?', 'zpl?', 'png?'])
      expect((await farm.owner.file(`${set}.${form}words=certificate`)).status, form).toBe(200);
  });

  it.each<[string, () => Promise<string>]>([
    ['no certificate', () => harvested()],
    ['one in doubt', async () => {
      const { batch } = await certified();
      await made(farm.record(batch, 'input', spray(day(-3))));
      return batch;
    }],
    ['one that is no promise of the producer', async () => {
      const batch = await harvested();
      await made(farm.record(batch, 'certificate', { action: 'issue', type: 'organic', issuer: '示例认证机构' }));
      return batch;
    }],
  ])('are refused for a batch with %s', async (_, batchOf) => {
    const set = await setOf(await batchOf());
    for (const form of ['pdf', 'svg', 'png', 'zpl']) {
      const answer = await farm.owner.get(`${set}.${form}?words=certificate`);
      expect([answer.status, answer.body['type']]).toEqual([409, '/problems/certificate-not-valid']);
    }
    expect((await farm.owner.file(`${set}.pdf`)).status).toBe(200);
  }); // prettier-ignore
});

describe('a farm household without a credit code', () => {
  it('gives a voluntary certificate with a masked number, and no number of a person anywhere', async () => {
    const household = await otherOrganization();
    const owner = await signIn(farm.service, 'owner', household);
    const site = await made(
      owner.post('/api/v1/sites', { organization: household, name: '菜地', publicName: '山东省烟台市栖霞市', region: '370686' }),
    );
    const product = await made(
      owner.post('/api/v1/products', { organization: household, name: '豇豆', category: 'VEG', unit: 'KGM' }),
    );
    const { id: batch, code } = await made(owner.post('/api/v1/batches', { product: product['id'], site: site['id'] }));
    const record = (kind: string, data: object): Promise<Answer['body']> =>
      made(owner.post(`/api/v1/batches/${String(batch)}/events`, { kind, occurredAt: new Date().toISOString(), data }, { 'idempotency-key': uuidv7() }));
    await record('harvest', harvestOf(50));
    const voluntary = issue({ product: '豇豆', quantity: kg('20'), issuer: '某农户', contact: '138****1234' });
    const certificate = await record('certificate', voluntary);
    const page = await owner.file(`/api/v1/batches/${String(batch)}/certificates/${String(certificate['seq'])}/certificate.html`);
    const scan = await owner.get(`/t/${String(code)}`, { accept: 'application/json' });
    expect(scan.body['facts']).toMatchObject({ certificates: [{ issuer: '某农户', state: 'valid' }] });
    const everything = page.bytes.toString() + JSON.stringify(scan.body) + JSON.stringify(certificate);
    expect(everything).toContain('138****1234');
    expect(everything).not.toMatch(/(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[0-9X](?!\d)/);
  }); // prettier-ignore
});
