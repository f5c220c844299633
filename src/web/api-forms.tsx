import type { VNode } from 'preact';
import type { Api, Media, Schema } from './api-document.js';
import { Fields, Type } from './api-fields.js';
import { examplesOf, membersWithin, soleName } from './api-schema.js';
import { ApiText, Example, Value } from './api-text.js';
import { inLanguage, type PageView } from './page.js';
import { docsWords } from './words-docs.js';

/** What the parts of an operation's page have in common. */
export interface Drawing {
  readonly page: PageView;
  readonly api: Api;
  /** The form that a schema is written out in; every other place links to it there, or to where all others stand. */
  readonly homes: ReadonlyMap<string, Media>;
}

/** A schema with its own members; `id`: the name by which others link to it. */
export function Structure({
  page,
  schema,
  name,
}: {
  page: PageView;
  schema: Schema;
  name: string | null;
}): VNode {
  const { language } = page;
  return (
    <div id={name ?? undefined}>
      {schema.description === undefined ? null : (
        <p>
          <ApiText text={schema.description} language={language} />
        </p>
      )}
      {membersWithin(schema).map((inner) => (
        <Fields language={language} schema={inner} />
      ))}
    </div>
  );
}

/** A body in one of its forms: media types, schema, examples. */
export function Form({
  drawing,
  types,
  media,
}: {
  drawing: Drawing;
  types: readonly string[];
  media: Media;
}): VNode {
  const { page, api, homes } = drawing;
  const { language } = page;
  const schema = media.schema ?? {};
  const name = soleName(schema);
  const isHome = name !== null && homes.get(name) === media;
  return (
    <>
      <p>
        {types.map((type) => (
          <>
            <Value value={type} />{' '}
          </>
        ))}
        · <Type language={language} schema={schema} />
      </p>
      <Structure page={page} schema={schema} name={null} />
      {isHome ? <Structure page={page} schema={api.schemas[name] ?? {}} name={name} /> : null}
      {schema.format === 'binary' ? null : <Examples drawing={drawing} media={media} />}
    </>
  );
}

function Examples({ drawing: { page, api }, media }: { drawing: Drawing; media: Media }): VNode {
  const t = inLanguage(page.language);
  return (
    <>
      {examplesOf(media, api.schemas).map(([name, value]) => (
        <details class="fold">
          <summary>
            {t(docsWords.example)} {name === '' ? null : <Value value={name} />}
          </summary>
          <Example value={value} />
        </details>
      ))}
    </>
  );
}
