import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exampleOf as exampleInTests } from '../api/schemas.js';
import { readApi, type Api, type ApiOperation, type Schema } from '../../src/web/api-document.js';
import { exampleOf, namesReached } from '../../src/web/api-schema.js';
import { renderOperationPage } from '../../src/web/operation-page.js';
import { tagWords } from '../../src/web/words-docs.js';

const committed = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
const api = readApi(committed);
const view = { language: 'zh-CN', elder: false, path: '/docs/x' } as const;
const refTo = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** Schemas that lead to themselves: at once, through a list, through one another. */
const circles: Api['schemas'] = {
  Self: { type: 'object', required: ['self'], properties: { self: refTo('Self') } },
  Tree: {
    type: 'object',
    required: ['name', 'branches'],
    properties: { name: { type: 'string', example: 'A' }, branches: { type: 'array', items: refTo('Tree') } },
  },
  One: { type: 'object', properties: { other: { anyOf: [refTo('Other'), { type: 'null' }] } } },
  Other: { type: 'object', properties: { one: { allOf: [refTo('One')] }, lost: refTo('Lost') } },
};

const operationOf = (schema: Schema): ApiOperation => ({
  operationId: 'X.x',
  method: 'POST',
  path: '/x',
  summary: 'X <b>',
  tags: ['nowhere'],
  parameters: [],
  requestBody: { content: { 'application/json': { schema } } },
  responses: { 200: { description: '', content: { 'application/json': { schema } } } },
});

const drawn = (schema: Schema): string =>
  renderOperationPage(view, { ...api, schemas: circles }, operationOf(schema), (slug) => slug);

/** Every schema of the document, also within others. */
function schemasIn(schema: Schema): Schema[] {
  const { items, properties = {}, additionalProperties: others, allOf = [], anyOf = [] } = schema;
  const parts = [items, others, ...allOf, ...anyOf, ...Object.values(properties)];
  return [schema, ...parts.filter((part) => typeof part === 'object').flatMap(schemasIn)];
}

describe('the page of an operation', () => {
  it.each(['Self', 'Tree', 'One', 'Other'])('ends where schemas lead to themselves: %s', (name) => {
    for (const schema of [refTo(name), { type: 'array', items: refTo(name) }, { anyOf: [refTo(name)] }]) {
      const html = drawn(schema);
      expect(html.split(` id="${name}"`)).toHaveLength(2);
      expect(html).toContain(`href="#${name}"`);
    }
    expect(namesReached([refTo(name)], circles).sort()).toEqual([
      ...(name.startsWith('O') ? ['Lost', 'One', 'Other'] : [name]),
    ]);
  });

  it('puts examples together from the parts of a schema, and ends there, too', () => {
    expect(exampleOf(refTo('Tree'), circles)).toEqual({ name: 'A', branches: [] });
    expect(exampleOf(refTo('Self'), circles)).toEqual({ self: undefined });
    expect(exampleOf({ type: 'string' }, circles)).toBeUndefined();
  });

  it('shows the examples that are held against the schemas in the tests of the document', () => {
    const contents = [...api.operations.values()].flatMap(({ requestBody, responses }) =>
      [requestBody, ...Object.values(responses)].flatMap((part) => Object.values(part?.content ?? {})),
    );
    const together = contents.filter(
      ({ example, examples }) => example === undefined && examples === undefined,
    );
    expect(together.length).toBeGreaterThan(100);
    for (const { schema = {} } of together)
      expect(exampleOf(schema, api.schemas)).toEqual(exampleInTests(schema, api.schemas));
  });

  it('says in whole what a schema asks for', () => {
    const html = drawn({
      type: 'object',
      required: ['code'],
      properties: {
        code: { type: ['string', 'null'], pattern: '^[A-Z]+$', minLength: 2, maxLength: 8, format: 'uuid' },
        count: { type: 'integer', minimum: 1, default: 7 },
        kinds: { type: 'array', minItems: 1, maxItems: 1, items: { type: 'string', enum: ['a', 'b'] } },
        names: { type: 'object', additionalProperties: { type: 'boolean' } },
        free: { type: 'object', additionalProperties: true },
      },
    }).replaceAll(/<[^>]+>/g, '');
    for (const said of [
      'code 必需字符串 · 可为 null · 2 到 8 个字符 · 格式 uuid · 正则 ^[A-Z]+$',
      'count 可选整数 · 至少 1 · 默认 7',
      'kinds 可选数组 · 正好 1 项 · 每项： 字符串 · 取值 a b',
      'names 可选对象 · 成员名任意，值： 布尔值',
      'free 可选对象 · 成员不限',
    ])
      expect(html).toContain(said);
  });

  it('marks what nobody translated as English, and leaves markup of the document as text', () => {
    const html = drawn({ type: 'object' });
    expect(html).toContain('<h1><span lang="en">X &lt;b></span></h1>');
    expect(html).not.toContain('<b>');
  });

  it('draws every keyword that the document uses', () => {
    const known =
      '$ref allOf anyOf type description format pattern enum default example examples minimum maximum minLength maxLength minItems maxItems items properties required additionalProperties';
    const parts = [...api.operations.values()].flatMap(({ parameters, requestBody, responses }) => [
      ...parameters.map(({ schema }) => schema),
      ...[requestBody, ...Object.values(responses)].flatMap((part) =>
        Object.values(part?.content ?? {}).map(({ schema }) => schema),
      ),
    ]);
    const schemas = [...Object.values(api.schemas), ...parts].flatMap((schema) => schemasIn(schema ?? {}));
    const used = new Set(schemas.flatMap((schema) => Object.keys(schema)));
    expect([...used].filter((keyword) => !known.split(' ').includes(keyword))).toEqual([]);
  });
});

describe('the tags of the interface', () => {
  it('have their words, and no others have', () => {
    const tags = new Set([...api.operations.values()].flatMap((operation) => operation.tags));
    expect(Object.keys(tagWords).sort()).toEqual([...tags].sort());
    for (const { name, what } of Object.values(tagWords)) {
      for (const { zh } of [name, what]) expect(zh).toMatch(/\p{Script=Han}/u);
      for (const { en } of [name, what]) expect(en).toMatch(/^[^\p{Script=Han}]+$/u);
    }
  });
});
