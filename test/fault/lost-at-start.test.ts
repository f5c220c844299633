import { afterEach, describe, expect, it } from 'vitest';
import { isUnused, makeFirstAdmin } from '../../src/cli/first-admin.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { createTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

/** What a start asks its database for, by words of each question. */
const questions = {
  'whether it is a demo': '"demo" =',
  'the row of the log': 'insert into log_state',
  'the state of the log': 'from log_state',
  'the label key': 'label-key-current',
} as const;
/** What the first start asks further. */
const furtherQuestions = {
  'whether there is an account': 'any-account',
  'whether there is an admin': 'any-admin',
} as const;

let proxy: TcpProxy;
let service: TestApp;
/** The answer to the next question with these words is lost, and the connection with it. */
let losing: string | null;
afterEach(async () => {
  await service.close();
  await proxy.close();
});

async function start(): Promise<void> {
  service = await createTestApp({
    connectVia: async (serviceUrl) => {
      proxy = await createTcpProxy(serviceUrl, {
        losesAnswerTo: (sent) => {
          const loses = losing !== null && sent.includes(losing);
          if (loses) losing = null;
          return loses;
        },
      });
      return proxy.url;
    },
  });
}

describe('a start goes on when its database loses the answer to', () => {
  it.each(Object.entries(questions))('%s', async (_, words) => {
    losing = words;
    await start();
    expect(losing).toBeNull();
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
  });

  it.each(Object.entries(furtherQuestions))('%s', async (_, words) => {
    losing = null;
    await start();
    losing = words;
    expect(await isUnused(service.app)).toBe(true);
    expect(await makeFirstAdmin(service.app, service.config)).toMatchObject({ login: 'admin' });
    expect(losing).toBeNull();
  });
});
