import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds, statedElsewhere } from '../../src/events/kinds/registry.js';
import { createCooperative, type Cooperative } from '../support/cooperative.js';
import { fillPath, readDescription, type Description, type Media, type Operation } from './operations.js';
import { exampleOf, schemaFaults } from './schemas.js';

let farm: Cooperative;
let description: Description;

beforeAll(async () => {
  farm = await createCooperative({ env: { PUBLIC_URL: 'https://trace.example.cn' } });
  description = await readDescription(farm.service);
});

afterAll(() => farm.service.close());

/** The examples that one form of a body or answer shows: its own, or the one its schema is put together from. */
function examplesOf(media: Media): unknown[] {
  if (media.examples !== undefined) return Object.values(media.examples).map(({ value }) => value);
  if (media.example !== undefined) return [media.example];
  return [exampleOf(media.schema ?? {}, description.schemas)];
}

function answersOf({ responses }: Operation): [string, Media][] {
  return Object.entries(responses).flatMap(([status, { content }]) =>
    Object.entries(content ?? {}).map(([type, media]): [string, Media] => [`${status} ${type}`, media]),
  );
}

describe('the OpenAPI document', () => {
  it('has a summary and an answer with an example for every operation', () => {
    expect(description.operations.length).toBeGreaterThan(35);
    for (const operation of description.operations) {
      const name = `${operation.method} ${operation.path}`;
      expect(operation.summary, name).toMatch(/\w/);
      const good = Object.keys(operation.responses).filter((status) => /^[23]/.test(status));
      expect(good, name).not.toEqual([]);
      const described = answersOf(operation).filter(([answer]) => answer.startsWith('2'));
      if (good.some((status) => /^2(?!04)/.test(status))) expect(described, name).not.toEqual([]);
    }
  });

  it('shows examples of every body and answer that fit what it says of them', () => {
    for (const operation of description.operations) {
      const bodies = Object.entries(operation.body ?? {});
      for (const [type, media] of [...bodies, ...answersOf(operation)]) {
        for (const example of examplesOf(media)) {
          const faults = schemaFaults(example, media.schema ?? {}, description.schemas);
          expect(faults, `${operation.method} ${operation.path} ${type}`).toEqual([]);
        }
      }
    }
  });

  it('shows an example of every parameter, and names every place of every path', () => {
    for (const { method, path, parameters } of description.operations) {
      const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(named, `${method} ${path}`).toEqual(places);
      for (const { name, example, schema } of parameters) {
        expect(example ?? schema?.example, `${method} ${path} ${name}`).toBeDefined();
      }
    }
  });

  it('shows an example of every kind of event that is recorded on a batch', () => {
    const record = description.operations.find(
      ({ operationId }) => operationId === 'EventsController.record',
    );
    const shown = Object.keys(record?.body?.['application/json']?.examples ?? {});
    const recordable = kinds.filter(({ chain, kind }) => chain === 'batch' && !statedElsewhere.has(kind));
    expect(shown.sort()).toEqual(recordable.map(({ kind }) => kind).sort());
  });

  it('shows bodies that the service can read: what it refuses them for is only whom they name', async () => {
    const batch = await farm.open();
    const ids: Record<string, string> = { id: batch, kid: 'A'.repeat(43) };
    const whom = /^(unknown|unknown-.*|taken|proof-.*|home-missing)$/;
    for (const { method, path, body } of description.operations.filter((one) => one.body !== null)) {
      const media = body?.['application/json'];
      for (const example of media === undefined ? [] : examplesOf(media)) {
        const filled = fillPath(
          path,
          path.includes('organizations') ? { ...ids, id: farm.organizationId } : ids,
        );
        const answer = await farm.owner.post(filled, example as object);
        const where = `${method} ${filled} ${JSON.stringify(answer.body)}`;
        const codes = (answer.body.errors ?? []).map(({ code }) => code);
        expect(answer.status, where).not.toBe(400);
        if (answer.status === 422)
          expect(
            codes.filter((code) => !whom.test(code)),
            where,
          ).toEqual([]);
      }
    }
  });
});
