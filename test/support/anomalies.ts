import { Judge } from '../../src/findings/judge.service.js';
import { made, type Caller, type Cooperative } from './cooperative.js';
import { today } from './parties.js';
import { until } from './until.js';

/** What a list of anomalies says of one, as far as tests look at it. */
export interface ListedAnomaly {
  readonly id: string;
  readonly rule: string;
  readonly severity: string;
  readonly state: string;
  readonly since: string;
  readonly inForce: boolean;
  readonly entries: readonly number[];
  readonly batch: { readonly id: string };
}

/** Judges everything that waits. */
export async function judgeAll({ service }: Cooperative): Promise<void> {
  await service.app.get(Judge, { strict: false }).run();
}

export async function anomaliesOf(caller: Caller, query = ''): Promise<readonly ListedAnomaly[]> {
  const answer = await caller.get(`/api/v1/anomalies?limit=200${query}`);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body['items'] as ListedAnomaly[];
}

/** The report of a laboratory that a test was failed. */
export const failedReport = {
  ...{
    type: 'supervision',
    sample: { sampledOn: today },
    laboratory: { name: '示例检测中心' },
    basis: 'GB 2763',
  },
  results: [{ analyte: '毒死蜱', value: '0.5', unit: 'mg/kg', limit: '0.02', verdict: 'fail' }],
  verdict: 'fail',
};

/** Records that a test of the batch was failed; answers what rule R61 makes of it, and the entry. */
export async function failedTest(
  farm: Cooperative,
  official: Caller,
  batch: string,
): Promise<ListedAnomaly & { readonly entry: { readonly seq: number; readonly leafHash: string } }> {
  const event = { kind: 'inspection', occurredAt: new Date().toISOString(), data: failedReport };
  const { seq, leafHash } = await made(official.post(`/api/v1/batches/${batch}/events`, event));
  const entry = { seq: Number(seq), leafHash: String(leafHash) };
  const found = await until(async () => {
    await judgeAll(farm);
    const all = await anomaliesOf(official, '&rule=R61');
    return all.find(({ batch: { id }, entries }) => id === batch && entries.includes(entry.seq)) ?? null;
  });
  return { ...found, entry };
}
