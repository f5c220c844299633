import type { Schema } from './operations.js';

type Schemas = Readonly<Record<string, Schema>>;

/** The schema itself when it stands under a name. */
function resolved(schema: Schema, schemas: Schemas): Schema {
  const name = schema.$ref?.replace('#/components/schemas/', '');
  if (name === undefined) return schema;
  const named = schemas[name];
  if (named === undefined) throw new Error(`no schema is named ${name}`);
  return named;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function typeFits(value: unknown, type: Schema['type']): boolean {
  if (type === undefined) return true;
  const found = typeOf(value);
  return [type].flat().some((name) => name === found || (name === 'number' && found === 'integer'));
}

/**
 * What of a value does not fit its JSON Schema, as pointers with a word: the part of 2020-12 that the OpenAPI document
 * uses. Members that a schema with `properties` does not name are faults, unless it lets others in.
 */
export function schemaFaults(value: unknown, given: Schema, schemas: Schemas, at = ''): string[] {
  const schema = resolved(given, schemas);
  if (schema.allOf !== undefined)
    return schema.allOf.flatMap((part) => schemaFaults(value, part, schemas, at));
  if (schema.anyOf !== undefined) {
    const faults = schema.anyOf.map((part) => schemaFaults(value, part, schemas, at));
    return faults.some((found) => found.length === 0) ? [] : (faults[0] ?? []);
  }
  if (!typeFits(value, schema.type)) return [`${at} is ${typeOf(value)}`];
  if (schema.enum !== undefined && !schema.enum.includes(value)) return [`${at} is none of the names`];
  if (typeof value === 'string') return textFaults(value, schema, at);
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined
      ? []
      : value.flatMap((item, index) => schemaFaults(item, items, schemas, `${at}/${index}`));
  }
  return typeof value === 'object' && value !== null
    ? memberFaults(value as Record<string, unknown>, schema, schemas, at)
    : [];
}

function textFaults(text: string, schema: Schema, at: string): string[] {
  const { pattern, format, minLength = 0, maxLength = Infinity } = schema;
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) return [`${at} has another form`];
  if (format === 'uuid' && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text))
    return [`${at} is no UUID`];
  if (format === 'date-time' && Number.isNaN(Date.parse(text))) return [`${at} is no time`];
  return text.length < minLength || text.length > maxLength ? [`${at} has another length`] : [];
}

function memberFaults(
  value: Readonly<Record<string, unknown>>,
  schema: Schema,
  schemas: Schemas,
  at: string,
): string[] {
  const { properties, required = [], additionalProperties } = schema;
  const missing = required.filter((name) => !(name in value)).map((name) => `${at}/${name} is missing`);
  if (properties === undefined) return missing;
  const isOpen = additionalProperties !== undefined && additionalProperties !== false;
  return Object.entries(value).reduce((faults, [name, member]) => {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) return isOpen ? faults : [...faults, `${at}/${name} is not described`];
    return [...faults, ...schemaFaults(member, property, schemas, `${at}/${name}`)];
  }, missing);
}

/** The value that a schema shows as its example, put together from its parts; throws where a part shows none. */
export function exampleOf(given: Schema, schemas: Schemas, at = ''): unknown {
  if (given.example !== undefined) return given.example;
  const schema = resolved(given, schemas);
  if (schema.example !== undefined) return schema.example;
  if (schema.examples !== undefined) return schema.examples[0];
  const [part] = schema.allOf ?? schema.anyOf ?? [];
  if (part !== undefined) return exampleOf(part, schemas, at);
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.items !== undefined) return [exampleOf(schema.items, schemas, `${at}/0`)];
  const { properties, required = [] } = schema;
  if (properties === undefined) throw new Error(`${at || 'the whole'} has no example`);
  const shown = Object.entries(properties).filter(
    ([name, property]) => required.includes(name) || property.example !== undefined,
  );
  return Object.fromEntries(
    shown.map(([name, property]) => [name, exampleOf(property, schemas, `${at}/${name}`)]),
  );
}
