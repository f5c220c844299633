import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { scopes } from '../access/scopes.js';
import { routeDeclarations } from './boot-check.js';
import { exampleOf } from './openapi.decorators.js';
import { problems, type ProblemSlug } from './problems.js';

const version = '0.1.0';
const bearer = 'bearer';
const machine = 'machine';

/**
 * The OpenAPI 3.1 description of every route, out of the decorators. Which operations need a token is read from the
 * same access declarations that the guard obeys.
 */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Furrow')
    .setDescription(
      'Traceability ledger for farm products. 农产品追溯账本。Errors are RFC 9457 problems; every slug is described below /problems.',
    )
    .setVersion(version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, bearer)
    .addOAuth2(
      {
        type: 'oauth2',
        description: 'Programs that act for an organization, each with the scopes that its owner gave it.',
        flows: { clientCredentials: { tokenUrl: '/api/v1/oauth/token', scopes: { ...scopes } } },
      },
      machine,
    )
    .build();
  const document = SwaggerModule.createDocument(app, outline, {
    operationIdFactory: (controller, method) => `${controller}.${method}`,
  });
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  };
  demandTokens(app, document);
  describePaths(document);
  return document;
}

/** What stands in the places of a path, by name. */
const pathExamples: Readonly<Record<string, string>> = {
  seq: '6',
  id: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  batch: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  set: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10',
  client: '6f0f5f3b-7a21-4b8e-9d54-1c9b0f8e2d54',
  person: '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11',
  kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
  enrolment: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10',
  gtin: '06937001000019',
  uscc: '93370686MA3C2E7X7L',
  lot: 'APP-20261018-01',
  serial: '001061050R3GG28AY',
  code: '001061050R3GG28AY',
  path: '000.p/12',
  name: 'pesticide-labels',
  version: '1',
  leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek',
  sha256: 'a3f5b1c2d4e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f80',
  file: 'self-check-0123456789abcdef.js',
};

/** Every place of every path, also of handlers that read the whole address themselves. */
function describePaths(document: OpenAPIObject): void {
  for (const [path, item] of Object.entries(document.paths)) {
    const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
      name,
      in: 'path' as const,
      required: true,
      schema: { type: 'string' },
      example: pathExamples[name],
    }));
    for (const operation of operationsOf(item)) {
      const others = (operation.parameters ?? []).filter(
        (parameter) => !('in' in parameter && parameter.in === 'path'),
      );
      operation.parameters = [...places, ...others];
    }
  }
}

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Responses = Operation['responses'];

function operationsOf(item: PathItem): Operation[] {
  return [item.get, item.post, item.put, item.patch, item.delete].filter(
    (operation) => operation !== undefined,
  );
}

/** What needs a token, which scope opens it to machines, and what is refused to whom the guard lets no further. */
function demandTokens(app: INestApplication, document: OpenAPIObject): void {
  const routes = new Map(routeDeclarations(app).map((route) => [route.name, route]));
  for (const operation of Object.values(document.paths).flatMap(operationsOf)) {
    // A handler of several paths has an operation for each: `ScanController.scan[0]`.
    const route = routes.get(operation.operationId?.replace(/\[\d+\]$/, '') ?? '');
    if (route === undefined || route.access?.kind === 'public') continue;
    const { access, scope } = route;
    operation.security = [{ [bearer]: [] }, ...(scope === null ? [] : [{ [machine]: [scope] }])];
    operation.responses['403'] = withRefusal(operation.responses['403'], 'scope-missing');
    if (access?.kind !== 'enrolling')
      operation.responses['403'] = withRefusal(operation.responses['403'], 'second-factor-needed');
  }
}

/** The refusals with status 403 that are described, and another one. */
function withRefusal(forbidden: Responses[string] | undefined, slug: ProblemSlug): Responses[string] {
  const others = forbidden !== undefined && 'content' in forbidden ? forbidden : null;
  const media = 'application/problem+json';
  const { title } = problems[slug];
  return {
    description: others === null ? title.en : `${others.description}; ${title.en}`,
    content: {
      [media]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: {
          ...others?.content?.[media]?.examples,
          [slug]: { value: exampleOf(slug) },
        },
      },
    },
  };
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457 problem details.',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', examples: ['/problems/validation'] },
    title: { type: 'string', examples: ['有字段不合要求'] },
    status: { type: 'integer', examples: [422] },
    detail: { type: 'string', examples: ['请按提示修改下列字段。'] },
    instance: { type: 'string', examples: ['urn:uuid:6f2f1c0e-6f0a-4c5b-9d43-1f4a3c0f7c11'] },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: {
            type: 'string',
            description: 'RFC 6901 pointer into the request.',
            examples: ['/data/amount/value'],
          },
          code: { type: 'string', examples: ['quantity-malformed'] },
          detail: { type: 'string', examples: ['数量须是十进制字符串。'] },
        },
      },
    },
  },
};
