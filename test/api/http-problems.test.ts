import { readFileSync } from 'node:fs';
import { HttpException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { negotiateLanguage } from '../../src/http/language.js';
import { faultsMax, problemDocument, problemOf } from '../../src/http/problem-document.js';
import { problemNotes } from '../../src/http/problem-notes.js';
import { problemSlugs, problemsMarkdown } from '../../src/http/problem-pages.js';
import { DomainError, problems } from '../../src/http/problems.js';
import { LedgerError } from '../../src/ledger/errors.js';
import { createTestApp, type TestApp } from '../support/app.js';

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp();
});

afterAll(() => service.close());

type Document = Record<string, unknown> & { readonly errors?: Record<string, string>[] };

async function ask(path: string, init: RequestInit = {}): Promise<{ answer: Response; document: Document }> {
  const answer = await fetch(service.url + path, init);
  return { answer, document: (await answer.json()) as Document };
}

describe('a problem over HTTP', () => {
  it('has type, title, status, detail and an instance that the log knows', async () => {
    const { answer, document } = await ask('/problems/nothing-like-it');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(document).toEqual({
      type: '/problems/not-found',
      title: '没有找到',
      status: 404,
      detail: '没有这种问题。',
      instance: `urn:uuid:${answer.headers.get('x-request-id') ?? ''}`,
    });
    const lines = service
      .logLines()
      .filter((line) => document['instance'] === `urn:uuid:${String(line['requestId'])}`);
    expect(lines).toHaveLength(1);
  });

  it.each([
    [undefined, 'zh-CN', '没有找到'],
    ['en', 'en', 'Not found'],
    ['en-GB,en;q=0.9,zh;q=0.5', 'en', 'Not found'],
    ['zh-TW', 'zh-CN', '没有找到'],
    ['fr, en;q=0.1', 'en', 'Not found'],
    ['fr', 'zh-CN', '没有找到'],
    ['en;q=0', 'zh-CN', '没有找到'],
  ])('comes in the language of the reader: %s', async (accepted, language, title) => {
    const headers: Record<string, string> = accepted === undefined ? {} : { 'accept-language': accepted };
    const { answer, document } = await ask('/nowhere', { headers });
    expect(document['title']).toBe(title);
    expect(answer.headers.get('content-language')).toBe(language);
    expect(answer.headers.get('vary')).toBe('Accept, Accept-Language');
  });

  it('lists every bad field by pointer, code and sentence', async () => {
    const { answer, document } = await ask('/api/v1/auth/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'en' },
      body: JSON.stringify({ login: 'x'.repeat(65), admin: true, 'a/b~c': 1 }),
    });
    expect(answer.status).toBe(422);
    expect(document).toMatchObject({
      type: '/problems/validation',
      detail: 'Please correct the fields listed.',
    });
    expect(document.errors).toHaveLength(4);
    expect(document.errors).toEqual(
      expect.arrayContaining([
        {
          pointer: '/admin',
          code: 'unknown-field',
          detail: 'There is no such field: leave it out, or check its name.',
        },
        {
          pointer: '/a~1b~0c',
          code: 'unknown-field',
          detail: 'There is no such field: leave it out, or check its name.',
        },
        { pointer: '/login', code: 'too-long', detail: 'Must have at most 64 characters.' },
        { pointer: '/password', code: 'required', detail: 'Is required.' },
      ]),
    );
  });

  it('says which methods a path has when another one is used', async () => {
    const { answer, document } = await ask('/livez', { method: 'POST' });
    expect([answer.status, document['type']]).toEqual([405, '/problems/method-not-allowed']);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
    const other = await ask('/api/v1/auth/token', { method: 'DELETE' });
    expect([other.answer.status, other.answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('is not found for a path that nobody serves, whatever the method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const { answer } = await ask('/api/v2/anything', { method });
      expect(answer.status).toBe(404);
    }
  });

  it('carries the safe headers of every answer', async () => {
    const { answer } = await ask('/nowhere');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('the language of a reader', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['*', 'zh-CN'],
    ['EN-us', 'en'],
    ['zh;q=0.4, en;q=0.5', 'en'],
    ['en;q=0.5, zh-Hans-CN;q=0.5', 'en'],
    ['en;q=1.1', 'en'],
    ['en; q = 0.3 , zh-CN;q=0.2', 'en'],
    [`${'x,'.repeat(40)}en`, 'zh-CN'],
    [';;;,,,q=1', 'zh-CN'],
    ['english', 'zh-CN'],
  ])('of %j is %s', (header, language) => {
    expect(negotiateLanguage(header)).toBe(language);
  });
});

describe('the page of a problem', () => {
  it.each(problemSlugs)('%s exists in both languages, as page and as JSON', async (slug) => {
    for (const [language, side] of [
      ['zh-CN', 'zh'],
      ['en', 'en'],
    ] as const) {
      const page = await fetch(`${service.url}/problems/${slug}?lang=${language}`);
      const html = await page.text();
      expect(page.status).toBe(200);
      expect(html).toContain(`<html lang="${language}">`);
      expect(html).toContain(problems[slug].title[side].replaceAll('"', '&quot;'));
      const { document } = await ask(`/problems/${slug}?lang=${language}`, {
        headers: { accept: 'application/json' },
      });
      expect(document).toEqual({
        type: `/problems/${slug}`,
        status: problems[slug].status,
        title: problems[slug].title[side],
        meaning: problemNotes[slug][side],
      });
    }
  });

  it('lists all of them at /problems', async () => {
    const html = await (await fetch(`${service.url}/problems`)).text();
    for (const slug of problemSlugs) expect(html).toContain(`<code>/problems/${slug}</code>`);
  });

  it('is what docs/problems.md says', () => {
    const committed = readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8');
    expect(committed.replaceAll(/\s+/g, ' ').trim()).toBe(problemsMarkdown().replaceAll(/\s+/g, ' ').trim());
  });
});

describe('the problem table', () => {
  it('answers every slug in two languages with a status of an error', () => {
    for (const slug of problemSlugs) {
      const { status, title } = problems[slug];
      expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      expect(title.zh).toMatch(/\p{Script=Han}/u);
      expect(title.en + problemNotes[slug].en).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

function databaseError(code: string, extra: object = {}): Error {
  return Object.assign(new Error('duplicate key value (phone)=(13800000000)'), { code, ...extra });
}

describe('an error becomes', () => {
  it.each<[string, unknown, string]>([
    ['the row that a refusal names', new DomainError('lot-taken', { zh: '一', en: 'one' }), 'lot-taken'],
    ['malformed for what the core refuses', new LedgerError('time-malformed', 'x'), 'malformed'],
    ['too large for what the core finds too large', new LedgerError('statement-too-large', 'x'), 'too-large'],
    ['internal for a chain of ours that does not hold', new LedgerError('chain-link', 'x'), 'internal'],
    ['internal for a stored entry that is no entry', new LedgerError('entry-malformed', 'x'), 'internal'],
    ['what its status says for the framework', new HttpException('x', 415), 'media-type'],
    ['malformed for a 4xx without a row', new HttpException('x', 418), 'malformed'],
    ['internal for a 5xx without a row', new HttpException('x', 502), 'internal'],
    ['internal for a bug', new TypeError("Cannot read properties of undefined (reading 'x')"), 'internal'],
    ['internal for what is no error at all', 'a string', 'internal'],
    ['internal for nothing', undefined, 'internal'],
    ['internal for a broken constraint', databaseError('23505'), 'internal'],
    ['internal for a missing file', databaseError('ENOENT', { syscall: 'open' }), 'internal'],
    [
      'unavailable for a refused connection',
      databaseError('ECONNREFUSED', { syscall: 'connect' }),
      'unavailable',
    ],
    ['unavailable for a missing socket', databaseError('ENOENT', { syscall: 'connect' }), 'unavailable'],
    ['unavailable for a cancelled query', databaseError('57014'), 'unavailable'],
    ['unavailable for a standby', databaseError('25006'), 'unavailable'],
    ['unavailable for a full disk', databaseError('53100'), 'unavailable'],
    [
      'unavailable for a pool that is used up',
      new Error('timeout exceeded when trying to connect'),
      'unavailable',
    ],
    ['malformed for a value that PostgreSQL cannot hold', databaseError('22021'), 'malformed'],
  ])('%s', (_, error, slug) => {
    expect(problemOf(error, true).slug).toBe(slug);
  });

  it.each([
    databaseError('57P01'),
    databaseError('08006'),
    databaseError('ECONNRESET', { syscall: 'read' }),
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
    new QueryFailedError('insert', [], databaseError('57P01')),
    new AggregateError([new Error('x'), databaseError('57P02')]),
    new Error('outer', { cause: new Error('inner', { cause: databaseError('08003') }) }),
  ])('ambiguous when the connection is lost while something may change: %s', (error) => {
    expect(problemOf(error, true)).toMatchObject({ slug: 'ambiguous', retryAfterS: 2, report: 'outage' });
    expect(problemOf(error, false)).toMatchObject({ slug: 'unavailable', retryAfterS: 2, report: 'outage' });
  });

  it('nothing that shows its own text, its query or its values', () => {
    const error = new QueryFailedError(
      'select secret from accounts',
      ['13800000000'],
      databaseError('23505'),
    );
    const text = JSON.stringify(problemDocument(problemOf(error, true), 'en', 'id'));
    expect(text).not.toMatch(/select|secret|138|duplicate|stack/);
  });

  it('a document of at most fifty faults', () => {
    const fault = { pointer: '/x', code: 'x', detail: { zh: '一', en: 'one' } };
    const error = new DomainError(
      'validation',
      { zh: '一', en: 'one' },
      Array.from({ length: 80 }, () => fault),
    );
    expect(problemDocument(problemOf(error, true), 'en', 'id').errors).toHaveLength(faultsMax);
  });

  it('does not follow causes for ever', () => {
    const error = new Error('round');
    error.cause = error;
    expect(problemOf(error, true).slug).toBe('internal');
  });
});
