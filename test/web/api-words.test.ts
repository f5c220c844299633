import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isTranslated, sayApi } from '../../src/web/api-words.js';

const folder = new URL('../../src/web/api-words/', import.meta.url);
const document: unknown = JSON.parse(
  readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'),
) as unknown;

const isNode = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Its description joins titles of problems. */
const refuses = ({ content }: Record<string, unknown>): boolean =>
  isNode(content) && 'application/problem+json' in content;

/** Every summary and description below a place of the document, and what its scopes open. */
function textsOf(place: unknown): string[] {
  if (!isNode(place)) return [];
  const said = refuses(place) ? [] : [place['summary'], place['description']];
  const scopes = 'tokenUrl' in place && isNode(place['scopes']) ? Object.values(place['scopes']) : [];
  const parts = Object.entries(place).filter(([name]) => !/^examples?$|^default$/.test(name));
  return [
    ...[...said, ...scopes].filter((text) => typeof text === 'string' && text !== '').map(String),
    ...parts.flatMap(([, part]) => textsOf(part)),
  ];
}

const texts = new Set(textsOf(document));
const twins: [string, string][] = [];
for (const file of readdirSync(folder)) {
  const module = (await import(new URL(file, folder).href)) as Record<string, Record<string, string>>;
  for (const words of Object.values(module)) twins.push(...Object.entries(words));
}

const quoted = (text: string): string => [...new Set(text.match(/`[^`]+`/g))].sort().join();
const han = /\p{Script=Han}/u;

describe('the Chinese of the OpenAPI document', () => {
  it('is there for every summary and description', () => {
    expect(texts.size).toBeGreaterThan(900);
    expect([...texts].filter((text) => !isTranslated(text))).toEqual([]);
  });

  it('is Chinese', () => {
    expect([...texts].filter((text) => !han.test(sayApi(text, 'zh-CN')))).toEqual([]);
  });

  it('keeps every name of the interface as it is written in English', () => {
    const changed = twins.filter(([english, twin]) => quoted(english) !== quoted(twin));
    expect(changed).toEqual([]);
  });

  it('ends as the English does, with or without a full stop', () => {
    const uneven = twins.filter(([english, twin]) => english.endsWith('.') !== twin.endsWith('。'));
    expect(uneven).toEqual([]);
  });

  it('stands in one place, and only for texts that the document has', () => {
    const english = twins.map(([text]) => text);
    expect(english.filter((text, index) => english.indexOf(text) !== index)).toEqual([]);
    expect(english.filter((text) => !texts.has(text))).toEqual([]);
  });

  it('gives way to the English for who reads English, and where there is none', () => {
    expect(sayApi('Open a batch', 'en')).toBe('Open a batch');
    expect(sayApi('Open a batch', 'zh-CN')).toBe('建立批次');
    expect(sayApi('No such text', 'zh-CN')).toBe('No such text');
    expect(isTranslated('No such text')).toBe(false);
  });
});
