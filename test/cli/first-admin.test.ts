import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFirstAdmin } from '../../src/cli/first-admin.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { operatorOf, tracesOf } from '../support/power-traces.js';

let service: TestApp;
let owner: pg.Client;
beforeAll(async () => {
  service = await createTestApp();
  owner = new pg.Client({ connectionString: service.testDatabase.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await service.close();
});

it('the first admin is made, with one statement of it, though the database is slow to answer', async () => {
  await owner.query('begin');
  await owner.query('lock table chains in access exclusive mode');
  const making = makeFirstAdmin(service.app, service.config);
  // Longer than one attempt to write may take.
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  await owner.query('rollback');
  expect(await making).toMatchObject({ login: 'admin' });
  const traces = await tracesOf(service, await operatorOf(service));
  expect(traces.map(({ kind }) => kind)).toEqual(['role-granted']);
});
