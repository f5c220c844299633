import type { ComponentChildren, VNode } from 'preact';
import { fill, type Language, type Words } from '../gs1/words.js';
import type { Schema } from './api-document.js';
import { alternatives, membersWithin, nameOf, takesNull } from './api-schema.js';
import { ApiText, Value } from './api-text.js';
import { inLanguage } from './page.js';
import { docsWords, typeWords } from './words-docs.js';

interface Part {
  readonly language: Language;
  readonly schema: Schema;
}

const typeNames: Readonly<Record<string, Words>> = typeWords;

/** `least` to `most`, where at least one of them is said; numbers in the reader's groups are none: they are code. */
function sayRange(least: number | undefined, most: number | undefined, language: Language): string | null {
  const t = inLanguage(language);
  if (most === undefined) return least === undefined ? null : fill(t(typeWords.atLeast), { least });
  if (least === undefined) return fill(t(typeWords.atMost), { most });
  return least === most ? fill(t(typeWords.exactly), { most }) : fill(t(typeWords.between), { least, most });
}

function limitsOf(schema: Schema, language: Language): string[] {
  const t = inLanguage(language);
  const { minLength, maxLength, minItems, maxItems, minimum, maximum } = schema;
  const length = sayRange(minLength, maxLength, language);
  const count = sayRange(minItems, maxItems, language);
  const size = sayRange(minimum, maximum, language);
  return [
    length === null ? null : fill(t(typeWords.characters), { range: length }),
    count === null ? null : fill(t(typeWords.items), { range: count }),
    size,
  ].filter((limit) => limit !== null);
}

/** What stands behind a type: format, pattern, names it may have, limits, what it is when nothing is said. */
function Details({ language, schema }: Part): VNode {
  const t = inLanguage(language);
  const { format, pattern, enum: names = [], default: usual } = schema;
  const coded: [Words, readonly unknown[]][] = [
    [typeWords.format, format === undefined ? [] : [format]],
    [typeWords.pattern, pattern === undefined ? [] : [pattern]],
    [typeWords.oneOf, names],
    [typeWords.usually, usual === undefined ? [] : [usual]],
  ];
  return (
    <>
      {limitsOf(schema, language).map((limit) => ` · ${limit}`)}
      {coded
        .filter(([, values]) => values.length > 0)
        .map(([words, values]) => (
          <>
            {` · ${t(words)} `}
            {values.map((value, at) => (
              <>
                {at === 0 ? null : ' '}
                <Value value={value} />
              </>
            ))}
          </>
        ))}
    </>
  );
}

function Kind({ language, schema }: Part): VNode {
  const t = inLanguage(language);
  const parts = alternatives(schema);
  if (parts.length > 0)
    return (
      <>
        {parts.map((part, at) => (
          <>
            {at === 0 ? null : ` ${t(typeWords.or)} `}
            <Type language={language} schema={part} />
          </>
        ))}
      </>
    );
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null');
  const names = types.map((type) => t(typeNames[type] ?? { zh: type, en: type }));
  return <>{names.length === 0 ? t(typeWords.any) : names.join(` ${t(typeWords.or)} `)}</>;
}

/** In one line: the type of a value with all that limits it; a schema by name as a link to it on the same page. */
export function Type({ language, schema }: Part): VNode {
  const t = inLanguage(language);
  const name = nameOf(schema);
  if (name !== null)
    return (
      <a class="tap" href={`#${name}`}>
        {name}
      </a>
    );
  const { items, additionalProperties: others } = schema;
  return (
    <>
      <Kind language={language} schema={schema} />
      {takesNull(schema) ? ` · ${t(typeWords.nullable)}` : null}
      <Details language={language} schema={schema} />
      {others === true ? ` · ${t(typeWords.anyMembers)}` : null}
      {typeof others === 'object' ? (
        <>
          {` · ${t(typeWords.eachMember)} `}
          <Type language={language} schema={others} />
        </>
      ) : null}
      {items === undefined ? null : (
        <>
          {` · ${t(typeWords.each)} `}
          <Type language={language} schema={items} />
        </>
      )}
    </>
  );
}

/** A field of a body, or a parameter: its name, whether it must be there, its type, what it is. */
export function Field(
  props: Part & {
    readonly name: string;
    readonly isRequired: boolean;
    readonly description?: string | undefined;
    readonly children?: ComponentChildren;
  },
): VNode {
  const { language, schema, name, isRequired, description = schema.description } = props;
  const t = inLanguage(language);
  return (
    <li>
      <p>
        <strong>
          <code class="mono">{name}</code>
        </strong>{' '}
        <span class={isRequired ? 'badge backed' : 'badge'}>
          {t(isRequired ? docsWords.required : docsWords.optional)}
        </span>
      </p>
      <p class="small quiet">
        <Type language={language} schema={schema} />
      </p>
      {description === undefined ? null : (
        <p>
          <ApiText text={description} language={language} />
        </p>
      )}
      {props.children}
      {membersWithin(schema).map((inner) => (
        <Fields language={language} schema={inner} />
      ))}
    </li>
  );
}

/** The members of an object, each with its own inner ones. */
export function Fields({ language, schema }: Part): VNode {
  const { properties = {}, required = [] } = schema;
  return (
    <ul class="checks fields">
      {Object.entries(properties).map(([name, property]) => (
        <Field language={language} name={name} isRequired={required.includes(name)} schema={property} />
      ))}
    </ul>
  );
}
