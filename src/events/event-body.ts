import { getSchemaPath } from '@nestjs/swagger';
import { kinds, statedElsewhere } from './kinds/registry.js';
import type { Kind } from './kinds/kind.js';

/** Kinds that are recorded as events. */
const recordable = kinds.filter((kind) => kind.chain === 'batch' && !statedElsewhere.has(kind.kind));

/** The classes of their data, for the OpenAPI document. */
export const eventDataClasses = recordable.map((kind) => kind.data);

const occurredAt = '2026-11-20T14:05:00+08:00';
/** Issuing labels has an endpoint of its own; what is recorded as an event is what becomes of them. */
const labelsPutOn = {
  action: 'activated',
  set: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10',
  first: 1,
  last: 1600,
};

function exampleOf({ kind, words, example }: Kind): object {
  const data = kind === 'label' ? labelsPutOn : example;
  return { summary: `${words.zh} · ${words.en}`, value: { kind, occurredAt, data } };
}

/** The body of a new event in both its forms, with an example for every kind. */
export const eventBody = {
  required: true,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['kind', 'occurredAt', 'data'],
        properties: {
          kind: {
            type: 'string',
            enum: recordable.map(({ kind }) => kind),
            description: 'Decides what `data` holds.',
          },
          occurredAt: {
            type: 'string',
            format: 'date-time',
            description: 'When it happened, as the participant says: RFC 3339 with its offset.',
          },
          data: { anyOf: eventDataClasses.map((data) => ({ $ref: getSchemaPath(data) })) },
        },
      },
      examples: Object.fromEntries(recordable.map((kind) => [kind.kind, exampleOf(kind)])),
    },
    'application/jose': {
      schema: {
        type: 'string',
        description:
          'A statement signed by the participant: SD-JWT in combined form (docs/spec/statement.md).',
      },
      example: '<compact JWS>~<disclosure>~<disclosure>~',
    },
  },
};
