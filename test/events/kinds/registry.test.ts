import { describe, expect, it } from 'vitest';
import { nestedClass } from '../../../src/events/kinds/fields.js';
import type { DataClass, Kind } from '../../../src/events/kinds/kind.js';
import { findKind, kinds } from '../../../src/events/kinds/registry.js';
import { isFaults, validateData } from '../../../src/events/kinds/validate.js';
import { batchId, changed, contextOf } from './kind-context.js';

/** Where @nestjs/swagger keeps what its decorators were told. */
const propertyNames = 'swagger/apiModelPropertiesArray';
const propertyNotes = 'swagger/apiModelProperties';

const every = kinds.map((kind) => [kind.kind, kind] as const);
const languages = ['zh-CN', 'en'] as const;

/** The example as a reader without rights gets it: private members gone, the object around them kept. */
function withoutPrivate(kind: Kind): object {
  return kind.privateFields.reduce<object>((data, pointer) => {
    const parent = pointer.slice(1, pointer.lastIndexOf('/'));
    const present = parent === '' || Object.hasOwn(data, parent);
    return present ? changed(data, pointer, undefined) : data;
  }, kind.example);
}

/** Every property of a class and of the classes nested in it, as [owner, name]. */
function propertiesOf(owner: DataClass): [DataClass, string][] {
  const names = (Reflect.getMetadata(propertyNames, owner.prototype as object) as string[]).map((name) =>
    name.slice(1),
  );
  return names.flatMap((name) => {
    const nested = nestedClass(owner, name);
    return [[owner, name] as [DataClass, string], ...(nested === undefined ? [] : propertiesOf(nested))];
  });
}

describe('the registry of kinds', () => {
  it('names each kind once', () => {
    expect(kinds.map((kind) => kind.kind).sort()).toEqual(
      [
        'access',
        'account-ended',
        'application-decided',
        'break-glass',
        'case',
        'certificate',
        'certification',
        'consent-recorded',
        'consent-withdrawn',
        'correction',
        'delivery',
        'erasure',
        'harvest',
        'heads-stated',
        'hold',
        'input',
        'inspection',
        'inspection-task',
        'sample',
        'key-registered',
        'key-revoked',
        'label',
        'list-published',
        'log-ended',
        'objection',
        'opening',
        'organization-registered',
        'power-used',
        'processing',
        'recall',
        'recall-withdrawn',
        'receipt',
        'release',
        'return',
        'role-ended',
        'role-granted',
        'shipment',
        'storage',
      ].sort(),
    );
  });

  it('knows no kind by the name of an object member', () => {
    for (const name of ['', 'constructor', '__proto__', 'toString', 'Input', 'auction']) {
      expect(findKind(name)).toBeUndefined();
    }
  });

  it.each(every)('has a valid example of %s', (_, kind) => {
    const answer = validateData(kind.data, kind.example);
    expect(isFaults(answer) ? answer : []).toEqual([]);
    expect(answer).toBe(kind.example);
  });

  it.each(every)('says %s in both languages', (_, kind) => {
    const [zh, en] = languages.map((language) => kind.sentence(kind.example, language));
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).not.toBe(zh);
    for (const sentence of [zh, en]) {
      expect(sentence).not.toMatch(/undefined|null|NaN|\[object/);
      expect(sentence?.trim()).toBe(sentence);
    }
    expect(kind.words.zh).toMatch(/\p{Script=Han}/u);
    expect(kind.words.en).toMatch(/^[A-Z]/);
  });

  it.each(every)('takes %s with its private fields withheld, and means the same', (name, kind) => {
    const data = withoutPrivate(kind);
    const answer = validateData(kind.data, data);
    expect(isFaults(answer) ? answer : []).toEqual([]);
    for (const language of languages) {
      expect(kind.sentence(data, language)).not.toMatch(/undefined|null|\[object/);
    }
    const context = contextOf({ batches: [{ id: batchId(2) }] });
    if (name !== 'processing') expect(kind.effect(data, context)).toEqual(kind.effect(kind.example, context));
  });

  it.each(every)('says the same of %s to those who see its private fields', (_, kind) => {
    const withheld = withoutPrivate(kind);
    for (const language of languages) {
      expect(kind.sentence(kind.example, language)).toBe(kind.sentence(withheld, language));
    }
  });

  it.each(every)('documents every property of %s with words and bounds', (_, kind) => {
    for (const [owner, name] of propertiesOf(kind.data)) {
      const meta = Reflect.getMetadata(propertyNotes, owner.prototype as object, name) as Record<
        string,
        unknown
      >;
      expect(meta['description'], `${owner.name}.${name}`).toMatch(/^\S.{2,}/);
      if (meta['isArray'] === true) expect(meta['maxItems'], `${owner.name}.${name}`).toBeTypeOf('number');
      if (meta['type'] === String && meta['isArray'] !== true) {
        const bounded = ['maxLength', 'pattern', 'format', 'enum'].some((bound) => meta[bound] !== undefined);
        expect(bounded, `${owner.name}.${name}`).toBe(true);
      }
    }
  });

  it('makes every private field optional', () => {
    for (const kind of kinds) {
      for (const pointer of kind.privateFields) {
        if (kind.kind === 'correction') continue;
        const [, first = '', second] = pointer.split('/');
        const owner = second === undefined ? kind.data : nestedClass(kind.data, first);
        const meta = Reflect.getMetadata(propertyNotes, owner?.prototype as object, second ?? first) as {
          required: boolean;
        };
        expect(meta.required, `${kind.kind} ${pointer}`).toBe(false);
      }
    }
  });

  it('conceals in a correction what is private in any kind it corrects, and nothing public', () => {
    const correction = kinds.find((kind) => kind.kind === 'correction');
    const correctable = kinds.filter((kind) => kind.correctable);
    for (const kind of correctable) {
      for (const pointer of kind.privateFields)
        expect(correction?.privateFields).toContain(`/data${pointer}`);
      const names = propertiesOf(kind.data)
        .filter(([owner]) => owner === kind.data)
        .map(([, name]) => `/data/${name}`);
      for (const pointer of correction?.privateFields ?? []) {
        if (names.includes(pointer)) expect(kind.privateFields).toContain(pointer.slice('/data'.length));
      }
    }
  });

  it('lets only acts that look forward be refused on hold', () => {
    const forward = kinds.filter((kind) => kind.forward(kind.example)).map((kind) => kind.kind);
    expect(forward.sort()).toEqual(['certificate', 'label', 'shipment']);
    const certificate = findKind('certificate');
    expect(certificate?.forward({ action: 'revoke' })).toBe(false);
    const label = findKind('label');
    expect(label?.forward({ action: 'voided' })).toBe(false);
    expect(label?.forward({ action: 'activated' })).toBe(true);
  });
});
