import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { furrow, type Ran } from '../support/furrow.js';
import { asOwner, keptRows } from '../support/kept-rows.js';

let cooperative: Cooperative;
let batch: string;
let ownerUrl: string;

beforeAll(async () => {
  cooperative = await createCooperative();
  ownerUrl = cooperative.service.testDatabase.ownerUrl;
  batch = await cooperative.open();
  await made(cooperative.record(batch, 'harvest', harvestOf(40)));
  await cooperative.service.settled();
});
afterAll(async () => {
  await cooperative.service.close();
});

/** `furrow rebuild` on the service's database. The service goes on beside it: what it holds locked, it lets go. */
function rebuild(...options: string[]): Promise<Ran> {
  const { dataDir, masterKey } = cooperative.service.config;
  const env = {
    DATA_DIR: dataDir,
    FURROW_MASTER_KEY: Buffer.from(masterKey).toString('base64'),
    LOG_LEVEL: 'silent',
    DATABASE_URL: ownerUrl,
  };
  return furrow(['rebuild', ...options], { env });
}

const overstate = (): Promise<unknown> =>
  asOwner(ownerUrl, (owner) => owner.query('update batches set labelled = 11'));

describe('furrow rebuild on the command line', () => {
  it('says in both languages that all is well, with the way there on the error output', async () => {
    const { code, stdout, stderr } = await rebuild('--check');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^已重算 \d+ 条记录 · entries folded: \d+\n派生数据与原始记录一致 · what is kept is what/,
    );
    expect(stderr).toMatch(/^重算 folding (\d+)\/\1\n$/);
  });

  it('names the first differing row with --check, changes nothing and ends with 2', async () => {
    await overstate();
    const before = await keptRows(ownerUrl);
    const { code, stdout } = await rebuild('--check');
    expect(code).toBe(2);
    expect(stdout).toMatch(
      new RegExp(`batches: .*1.*the first: .*"id":"${batch}".*"labelled":11.*should be .*"labelled":0`),
    );
    expect(stdout).not.toContain('is put right');
    expect(await keptRows(ownerUrl)).toEqual(before);
  });

  it('puts right what it names, and ends well', async () => {
    await overstate();
    const { code, stdout } = await rebuild();
    expect(code).toBe(0);
    expect(stdout).toMatch(/"labelled":11[^]*以上已改正 · the above is put right/);
    expect((await rebuild('--check')).code).toBe(0);
  });

  it('answers programs with one line of JSON', async () => {
    await overstate();
    const { code, stdout } = await rebuild('--check', '--json');
    expect(code).toBe(2);
    const report = JSON.parse(stdout) as Record<string, unknown>;
    expect(report).toMatchObject({ ok: false, rebuilt: false, lost: [] });
    expect(report['differences']).toMatchObject([
      { table: 'batches', rows: 1, first: { kept: { id: batch, labelled: 11 }, rebuilt: { labelled: 0 } } },
    ]);
    expect(JSON.parse((await rebuild('--json')).stdout)).toMatchObject({ ok: true, rebuilt: true });
  });

  it('ends with 2 where an entry is not whole, and says so without a stack', async () => {
    const change = (sql: string): Promise<unknown> =>
      asOwner(ownerUrl, (owner) =>
        owner.query(`begin; set local session_replication_role = replica; ${sql}; commit`),
      );
    await change(`update entries set entry = entry || ' ' where chain_id = '${batch}' and seq = 2`);
    for (const options of [[], ['--check']]) {
      const { code, stdout, stderr } = await rebuild(...options);
      expect([code, stdout]).toEqual([
        2,
        expect.stringMatching(/the entries are not whole, nothing was changed: entry 2 of/),
      ]);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    expect(JSON.parse((await rebuild('--json')).stdout)).toMatchObject({
      ok: false,
      damage: expect.stringMatching(batch) as string,
    });
    await change(
      `update entries set entry = substring(entry for length(entry) - 1) where chain_id = '${batch}' and seq = 2`,
    );
    expect((await rebuild('--check')).code).toBe(0);
  });

  it.each([['--force'], ['--check', '--dry']])(
    'refuses options that it does not know: %s %s',
    async (...options) => {
      const { code, stderr } = await rebuild(...options);
      expect(code).toBe(3);
      expect(stderr).toContain('no such command or option');
    },
  );
});
