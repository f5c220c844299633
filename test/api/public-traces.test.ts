import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDemo } from '../../src/cli/demo.js';
import type { Demo } from '../../src/cli/demo-story.js';
import { root } from '../house/project-files.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { sendRaw } from '../support/raw-http.js';
import { leaveTrace } from '../support/traces.js';

const { findSecrets } = (await import(join(root, 'scripts', 'secret-scan.mjs'))) as {
  findSecrets: (text: string, secrets: readonly string[], kind: string) => string[];
};

let service: TestApp;
let demo: Demo;
beforeAll(async () => {
  service = await createTestApp();
  const loaded = await loadDemo(service.app, service.config);
  if (loaded === null) throw new Error('the demo was not loaded');
  demo = loaded;
  await service.settled();
});
afterAll(() => service.close());

const types = ['text/html', 'application/json', 'application/linkset+json'];

/** The start page as readers elsewhere ask for it: by a name that is not this machine's own, which shows no logins. */
async function startPageElsewhere(): Promise<string> {
  const { body } = await sendRaw(
    service.url,
    'GET / HTTP/1.1\r\nHost: trace.example.cn\r\nAccept: text/html\r\nConnection: close\r\n\r\n',
  );
  expect(body).toContain('<!doctype html>');
  return body;
}

/** What anybody may read of the demo, by address. */
async function readPublic(): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const read = async (path: string, headers: Record<string, string>): Promise<void> => {
    const answer = await fetch(service.url + path, { headers });
    texts.set(`${path} ${Object.values(headers).join()}`, `${path}\n${await answer.text()}`);
  };
  for (const { uri } of demo.labels) {
    const { pathname, search } = new URL(uri);
    for (const accept of types)
      for (const language of ['zh-CN', 'en'])
        await read(pathname + search, { accept, 'accept-language': language });
    texts.set(`the code ${uri}`, uri);
  }
  for (const { code, id } of demo.batches) {
    for (const accept of types) await read(`/t/${code}`, { accept });
    await read(`/api/v1/batches/${id}/evidence`, { accept: 'application/vnd.furrow.evidence+json' });
  }
  texts.set('/', await startPageElsewhere());
  for (const path of [
    '/openapi.json',
    '/.well-known/jwks.json',
    '/.well-known/furrow/trust.json',
    '/log/checkpoint',
  ])
    await read(path, {});
  return texts;
}

describe('what the demo shows to everyone', () => {
  it('has no phone number, no id number and no password of its accounts, in any page, answer or code', async () => {
    const texts = await readPublic();
    for (const text of texts.values()) leaveTrace('public', text);
    const passwords = demo.accounts.map(({ password }) => password);
    const found = [...texts].flatMap(([at, text]) =>
      findSecrets(text, passwords, 'public').map((one) => `${at}: ${one}`),
    );
    expect(found).toEqual([]);
    expect(texts.size).toBeGreaterThan(20);
  });

  it('names no secret and no person in the parameters of an address', async () => {
    const answer = await fetch(`${service.url}/openapi.json`);
    const { paths } = (await answer.json()) as {
      paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
    };
    const names = Object.entries(paths).flatMap(([path, operations]) =>
      Object.values(operations).flatMap(({ parameters = [] }) =>
        parameters.filter((one) => one.in !== 'header').map((one) => `${path} ${one.name}`),
      ),
    );
    expect(names.length).toBeGreaterThan(10);
    expect(
      names.filter((name) => / .*(password|token|secret|totp|otp|phone|mobile|id-?number)/i.test(name)),
    ).toEqual([]);
  });
});
