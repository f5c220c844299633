import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../src/http/security-headers.js';
import { pagePolicy } from '../../src/web/page.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { sendRaw } from '../support/raw-http.js';
import { readDescription, type Description } from './operations.js';

let service: TestApp;
let description: Description;

beforeAll(async () => {
  service = await createTestApp();
  description = await readDescription(service);
});

afterAll(() => service.close());

const ask = (path: string): Promise<Response> =>
  fetch(service.url + path, { headers: { accept: 'text/html' } });
const addressOf = (operationId: string): string => `/docs/${encodeURIComponent(operationId)}`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
/** What a page says, without its tags. */
const textOf = (html: string): string => html.replaceAll(/<[^>]+>/g, '');
const hrefsOf = (html: string): string[] =>
  [...html.matchAll(/ href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));

describe('the pages of the interface', () => {
  it('list every operation with its method, path and summary, and lead to its page', async () => {
    const html = await (await ask('/docs?lang=en')).text();
    for (const { operationId, method, path, summary } of description.operations) {
      expect(html, operationId).toContain(`href="${addressOf(operationId)}?lang=en"`);
      expect(html, operationId).toContain(`<strong>${method}</strong> ${path}</p>`);
      expect(textOf(html), operationId).toContain(escaped(summary!.replaceAll('`', '')));
    }
  });

  it('describe every operation: what is asked for, what is answered, each refusal, in both languages', async () => {
    for (const { operationId, summary, parameters, path, responses } of description.operations) {
      for (const language of ['zh-CN', 'en']) {
        const answer = await ask(`${addressOf(operationId)}?lang=${language}`);
        const html = await answer.text();
        expect(answer.status, operationId).toBe(200);
        expect(html, operationId).toContain(`<html lang="${language}">`);
        if (language === 'en')
          expect(textOf(/<h1>.*?<\/h1>/s.exec(html)?.[0] ?? ''), operationId).toBe(
            escaped(summary!.replaceAll('`', '')),
          );
        expect(html, operationId).toContain(`</strong> ${path}</p>`);
        for (const { name } of parameters) expect(html, operationId).toContain(`>${name}</code>`);
        const slugs = Object.values(responses).flatMap(({ content }) =>
          Object.keys(content?.['application/problem+json']?.examples ?? {}),
        );
        for (const slug of slugs)
          expect(html, operationId).toContain(`href="/problems/${slug}?lang=${language}"`);
      }
    }
  });

  it('have no link that leads nowhere', async () => {
    const asked = new Map<string, number>();
    const inPage = async (path: string): Promise<void> => {
      const html = await (await ask(path)).text();
      for (const href of hrefsOf(html)) {
        const [address = '', anchor] = href.split('#');
        if (address === '') expect(html, `${path} ${href}`).toContain(` id="${anchor}"`);
        else asked.set(address, asked.get(address) ?? (await ask(address)).status);
      }
    };
    await inPage('/docs?lang=en');
    for (const { operationId } of description.operations) await inPage(`${addressOf(operationId)}?lang=en`);
    expect([...asked].filter(([, status]) => status !== 200)).toEqual([]);
    expect(asked.size).toBeGreaterThan(description.operations.length);
  });

  it('name the schemas by which they link once each', async () => {
    for (const { operationId } of description.operations) {
      const html = await (await ask(addressOf(operationId))).text();
      const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
      expect(new Set(ids).size, operationId).toBe(ids.length);
    }
  });

  it('have no script, nothing of another host, and the policy of every public page', async () => {
    const pages = ['/docs', ...description.operations.map(({ operationId }) => addressOf(operationId))];
    for (const path of pages) {
      const answer = await ask(path);
      const html = await answer.text();
      expect(html, path).not.toMatch(/<script|<iframe|<img|<form|\son\w+=|(?:src|href)="(?!\/(?!\/)|#)/);
      expect(answer.headers.get('content-security-policy'), path).toBe(contentSecurityPolicy(pagePolicy));
      expect(answer.headers.get('cache-control'), path).toBe('no-store');
      expect(answer.headers.get('vary'), path).toMatch(/Accept-Language/);
    }
  });

  it.each([
    'nowhere',
    'constructor',
    '__proto__',
    'swagger-ui.css',
    '..%2fpackage.json',
    '%2e%2e',
    'HealthController.live%00',
    '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
    'x'.repeat(99),
  ])('are not there under any other name: %s', async (name) => {
    const lines = [`GET /docs/${name} HTTP/1.1`, 'Host: x', 'Accept: text/html', 'Connection: close', '', ''];
    const { status, body } = await sendRaw(service.url, lines.join('\r\n'));
    expect([400, 404]).toContain(status);
    if (!name.includes('%00')) expect(status).toBe(404);
    expect(body).not.toContain('<script');
  });
});
