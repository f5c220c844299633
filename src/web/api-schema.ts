import type { Content, Media, Schema, Schemas } from './api-document.js';

/** The name of the schema that this one stands for; null for one that is written out. */
export function nameOf(schema: Schema): string | null {
  return schema.$ref?.replace('#/components/schemas/', '') ?? null;
}

/** A schema among several, where one holds or all of one; without `null`, which `takesNull` tells. */
export function alternatives({ allOf, anyOf }: Schema): readonly Schema[] {
  return (allOf ?? anyOf ?? []).filter(({ type }) => type !== 'null');
}

export function takesNull({ type, anyOf = [] }: Schema): boolean {
  return [type].flat().includes('null') || anyOf.some((part) => part.type === 'null');
}

/** The one schema by name that all of this is, by itself or in a list; null for anything else. */
export function soleName(schema: Schema): string | null {
  const name = nameOf(schema);
  if (name !== null) return name;
  const [first, ...others] = schema.items === undefined ? alternatives(schema) : [schema.items];
  return first === undefined || others.length > 0 ? null : soleName(first);
}

/** What is written out within a schema and not under a name: its own members, those of its items, or of each alternative. */
export function membersWithin(schema: Schema): readonly Schema[] {
  if (schema.properties !== undefined) return [schema];
  const { items, additionalProperties } = schema;
  const inner = [items, additionalProperties].filter((part) => typeof part === 'object');
  return [...inner, ...alternatives(schema)].flatMap(membersWithin);
}

/** Names that a schema leads to, each once, those that are nearer first; ends also where schemas lead to themselves. */
export function namesReached(from: readonly Schema[], schemas: Schemas): string[] {
  const reached = new Set<string>();
  let next = from;
  while (next.length > 0) {
    const names = [...new Set(next.flatMap(namesWithin))].filter((name) => !reached.has(name));
    for (const name of names) reached.add(name);
    next = names.flatMap((name) => schemas[name] ?? []);
  }
  return [...reached];
}

function namesWithin(schema: Schema): string[] {
  const name = nameOf(schema);
  const { items, additionalProperties, properties = {} } = schema;
  const parts = [...Object.values(properties), ...alternatives(schema), items, additionalProperties];
  const inner = parts.filter((part) => typeof part === 'object').flatMap(namesWithin);
  return name === null ? inner : [name, ...inner];
}

/** Forms of a body or answer that differ by their media type alone, as one. */
export function formsOf(
  content: Content,
): readonly { readonly types: readonly string[]; readonly media: Media }[] {
  const forms = new Map<string, { types: string[]; media: Media }>();
  for (const [type, media] of Object.entries(content)) {
    const text = JSON.stringify(media);
    const same = forms.get(text);
    if (same === undefined) forms.set(text, { types: [type], media });
    else same.types.push(type);
  }
  return [...forms.values()];
}

/** Examples of a form by name: its own, or the one that its schema is put together from, without a name. */
export function examplesOf(
  { schema, example, examples }: Media,
  schemas: Schemas,
): [name: string, unknown][] {
  if (examples !== undefined) return Object.entries(examples).map(([name, { value }]) => [name, value]);
  const one = example ?? exampleOf(schema ?? {}, schemas);
  return one === undefined ? [] : [['', one]];
}

/**
 * The value that a schema shows as its example, put together from its parts; undefined where a part shows none, or
 * within itself. `within`: names of the schemas around it.
 */
export function exampleOf(given: Schema, schemas: Schemas, within: readonly string[] = []): unknown {
  const name = nameOf(given);
  if (name !== null && within.includes(name)) return undefined;
  const around = name === null ? within : [...within, name];
  const schema = name === null ? given : (schemas[name] ?? {});
  const [shown] = [given.example, schema.example, ...(schema.examples ?? [])].filter(
    (one) => one !== undefined,
  );
  if (shown !== undefined) return shown;
  const [part] = alternatives(schema);
  if (part !== undefined) return exampleOf(part, schemas, around);
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.items !== undefined) {
    const item = exampleOf(schema.items, schemas, around);
    return item === undefined ? [] : [item];
  }
  return schema.properties === undefined ? undefined : membersOf(schema, schemas, around);
}

/** Members that must be there, and those that show an example of their own. */
function membersOf(
  { properties = {}, required = [] }: Schema,
  schemas: Schemas,
  around: readonly string[],
): object {
  const shown = Object.entries(properties).filter(
    ([name, property]) => required.includes(name) || property.example !== undefined,
  );
  return Object.fromEntries(shown.map(([name, property]) => [name, exampleOf(property, schemas, around)]));
}
