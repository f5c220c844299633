import { uuidv7 } from 'uuidv7';
import { AccountsService } from '../../src/access/accounts.service.js';
import { failedTest, judgeAll, type ListedAnomaly } from './anomalies.js';
import { createAuthority } from './authority.js';
import { Caller, made, type Answer, type Cooperative } from './cooperative.js';
import { harvestOf, kg, today } from './parties.js';

export const deskLogin = 'county-desk';
const password = 'a long password of the console';

/** A colleague at the same authority. */
export const colleagueName = '示例同事';

/** What lies on the desk of an inspector of the county, who signs in to the console as `deskLogin`. */
export interface Desk {
  readonly caller: Caller;
  readonly accountId: string;
  /** That a test was failed. */
  readonly failed: ListedAnomaly;
  /** A task for which a sample was taken and reported, and one that was only ordered. */
  readonly reported: string;
  readonly ordered: string;
}

/** An inspector with something on each of the screens: findings, inspections, figures. */
export async function layDesk(farm: Cooperative): Promise<Desk> {
  const authorityId = await createAuthority(farm);
  const grants = [
    { role: 'inspector' as const, organizationId: null, region: '370686' },
    { role: 'recorder' as const, organizationId: authorityId, region: null },
  ];
  const accounts = farm.service.app.get(AccountsService);
  const accountId = await accounts.create({ login: deskLogin, name: '示例', password, grants, demo: true });
  await accounts.create({ login: `${deskLogin}-2`, name: colleagueName, password, grants, demo: true });
  const signed = await new Caller(farm.service.url, {}).post('/api/v1/auth/token', {
    login: deskLogin,
    password,
  });
  const caller = new Caller(farm.service.url, {
    authorization: `Bearer ${String(signed.body['accessToken'])}`,
  });
  const batch = await farm.open('APP-20261018-01');
  await tooMuchMade(farm, batch);
  const failed = await failedTest(farm, caller, batch);
  const order = { analytes: ['毒死蜱', '戊唑醇'], dueOn: '2099-12-31', reason: '年度监督抽查计划' };
  const ask = async (body: object): Promise<string> =>
    String((await made(caller.post('/api/v1/inspection-tasks', { ...order, ...body }))).id);
  const [reported, ordered] = [await ask({ batch }), await ask({ organization: farm.organizationId })];
  await sampleFor(caller, batch, reported);
  await judgeAll(farm);
  return { caller, accountId, failed, reported, ordered };
}

/** More comes out of a step than went in: two entries that clash. */
async function tooMuchMade(farm: Cooperative, batch: string): Promise<void> {
  const harvest = await made(farm.record(batch, 'harvest', harvestOf('1000')));
  const sorted = await farm.open('APP-20261018-02');
  await made(
    farm.record(batch, 'processing', {
      process: 'grade',
      inputs: [{ batch, seq: harvest.seq, leafHash: harvest.leafHash, quantity: kg('500') }],
      outputs: [{ batch: sorted, quantity: kg('650') }],
    }),
  );
}

async function sampleFor(caller: Caller, batch: string, task: string): Promise<void> {
  const state = (kind: string, data: object): Promise<Answer['body']> =>
    made(
      caller.post(
        `/api/v1/batches/${batch}/events`,
        { kind, occurredAt: new Date().toISOString(), data },
        { 'idempotency-key': uuidv7() },
      ),
    );
  const parts = [{ number: 'A', use: 'test' }];
  const { seq, leafHash } = await state('sample', { sampleNo: 'CY-1', sampledOn: today, parts, task });
  await state('inspection', {
    ...{ type: 'supervision', laboratory: { name: '示例检测中心' }, basis: 'GB 2763', verdict: 'pass' },
    sample: { sampledOn: today, sampleNo: 'CY-1', entry: { seq, leafHash }, part: 'A' },
    results: [{ analyte: '毒死蜱', value: '未检出', verdict: 'pass' }],
  });
}
