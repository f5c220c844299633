import type { ComponentChildren, VNode } from 'preact';
import { fill, say, type Words } from '../gs1/words.js';
import type { Api, ApiAnswer, ApiOperation, Content, Media, Parameter, Schema } from './api-document.js';
import { Field } from './api-fields.js';
import { Form, Structure, type Drawing } from './api-forms.js';
import { formsOf, namesReached, soleName } from './api-schema.js';
import { ApiText, Value } from './api-text.js';
import { displayAddress, inLanguage, renderPage, type PageView } from './page.js';
import { docsWords, statusNames, tagWords } from './words-docs.js';

const problemType = 'application/problem+json';

/** Title of a kind of problem in the reader's language, by its slug. */
export type ProblemTitle = (slug: string) => string;

/** What an operation answers but for problems, each with its status; redirections have no content. */
function answersOf({
  responses,
}: ApiOperation): [status: string, ApiAnswer & { readonly content: Content }][] {
  return Object.entries(responses).flatMap(([status, answer]) => {
    const { [problemType]: problem, ...content } = answer.content ?? {};
    const isProblemOnly = problem !== undefined && Object.keys(content).length === 0;
    return isProblemOnly ? [] : [[status, { ...answer, content }] as const];
  });
}

/** The forms of body and answers, in the order of the page. */
function formsIn(operation: ApiOperation): Media[] {
  const answers = answersOf(operation).map(([, { content }]) => content);
  return [operation.requestBody?.content ?? {}, ...answers].flatMap(formsOf).map(({ media }) => media);
}

function homesOf(forms: readonly Media[]): ReadonlyMap<string, Media> {
  const homes = new Map<string, Media>();
  for (const media of forms) {
    const name = soleName(media.schema ?? {});
    if (name !== null && !homes.has(name)) homes.set(name, media);
  }
  return homes;
}

function Section(props: {
  readonly page: PageView;
  readonly title: Words;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section class="card prose">
      <h2>{say(props.title, props.page.language)}</h2>
      {props.children}
    </section>
  );
}

const places: Readonly<Record<Parameter['in'], Words>> = {
  path: docsWords.inPath,
  query: docsWords.inQuery,
  header: docsWords.inHeader,
};

function Parameters({ page, parameters }: { page: PageView; parameters: readonly Parameter[] }): VNode {
  const { language } = page;
  const t = inLanguage(language);
  return (
    <Section page={page} title={docsWords.parameters}>
      <ul class="checks fields">
        {parameters.map(
          ({ name, in: place, required, description, schema = {}, example = schema.example }) => (
            <Field
              language={language}
              name={name}
              isRequired={required === true}
              schema={schema}
              description={description}
            >
              <p class="small quiet">
                {t(places[place])}
                {example === undefined ? null : (
                  <>
                    {` · ${t(docsWords.example)} `}
                    <Value value={example} />
                  </>
                )}
              </p>
            </Field>
          ),
        )}
      </ul>
    </Section>
  );
}

function Answers({ drawing, operation }: { drawing: Drawing; operation: ApiOperation }): VNode {
  const { language } = drawing.page;
  const t = inLanguage(language);
  const answers = answersOf(operation);
  return (
    <Section page={drawing.page} title={docsWords.answers}>
      {answers.map(([status, { description, content }]) => {
        const text = JSON.stringify(content);
        const same = answers.find(([, other]) => JSON.stringify(other.content) === text)?.[0] ?? status;
        const hasContent = Object.keys(content).length > 0;
        const name = statusNames[status];
        return (
          <div>
            <h3>
              {status} {name === undefined ? null : t(name)}
            </h3>
            {description === '' ? null : (
              <p>
                <ApiText text={description} language={language} />
              </p>
            )}
            {hasContent && same !== status ? <p>{fill(t(docsWords.sameAs), { status: same })}</p> : null}
            {hasContent ? null : <p>{t(docsWords.noContent)}</p>}
            {same !== status ? null : formsOf(content).map((form) => <Form drawing={drawing} {...form} />)}
          </div>
        );
      })}
    </Section>
  );
}

function Refusals(props: { page: PageView; operation: ApiOperation; titleOf: ProblemTitle }): VNode {
  const { language, elder } = props.page;
  const slugs = Object.entries(props.operation.responses).flatMap(([status, { content = {} }]) =>
    Object.keys(content[problemType]?.examples ?? {}).map((slug) => ({ slug, status })),
  );
  return (
    <Section page={props.page} title={docsWords.problems}>
      <ul>
        {slugs.map(({ slug, status }) => (
          <li>
            <span class="mono">{status}</span>{' '}
            <a class="tap" href={displayAddress(`/problems/${slug}`, language, elder)}>
              {props.titleOf(slug)}
            </a>{' '}
            <code class="mono quiet">{slug}</code>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Access({ page, api, operation }: { page: PageView; api: Api; operation: ApiOperation }): VNode {
  const t = inLanguage(page.language);
  const { security } = operation;
  const scopes = (security ?? []).flatMap(({ machine = [] }) => machine);
  return (
    <Section page={page} title={docsWords.access}>
      {security === undefined ? <p>{t(docsWords.open)}</p> : null}
      {security === undefined ? null : <p>{t(docsWords.signedIn)}</p>}
      {security === undefined || scopes.length > 0 ? null : <p>{t(docsWords.noMachine)}</p>}
      {scopes.map((scope) => (
        <p>
          {t(docsWords.machine)} <Value value={scope} />{' '}
          <ApiText text={api.scopes.get(scope) ?? ''} language={page.language} />
        </p>
      ))}
    </Section>
  );
}

function Structures({ drawing, roots }: { drawing: Drawing; roots: readonly Schema[] }): VNode | null {
  const { page, api, homes } = drawing;
  const names = namesReached(roots, api.schemas).filter((name) => !homes.has(name));
  if (names.length === 0) return null;
  return (
    <Section page={page} title={docsWords.structures}>
      {names.map((name) => (
        <>
          <h3 class="mono">{name}</h3>
          <Structure page={page} schema={api.schemas[name] ?? {}} name={name} />
        </>
      ))}
    </Section>
  );
}

function Head({ page, operation }: { page: PageView; operation: ApiOperation }): VNode {
  const { language, elder } = page;
  const { summary, method, path, description, tags } = operation;
  return (
    <section class="card prose">
      <h1>
        <ApiText text={summary} language={language} />
      </h1>
      <p class="mono">
        <strong>{method}</strong> {path}
      </p>
      {description === undefined ? null : (
        <p>
          <ApiText text={description} language={language} />
        </p>
      )}
      <ul>
        {tags.map((tag) => (
          <li>
            <a class="tap" href={`${displayAddress('/docs', language, elder)}#${tag}`}>
              {fill(say(docsWords.back, language), {
                tag: say(tagWords[tag]?.name ?? { zh: tag, en: tag }, language),
              })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** `/docs/<operationId>`: all that the OpenAPI document says of one operation. */
export function renderOperationPage(
  page: PageView,
  api: Api,
  operation: ApiOperation,
  titleOf: ProblemTitle,
): string {
  const forms = formsIn(operation);
  const drawing: Drawing = { page, api, homes: homesOf(forms) };
  const { parameters, requestBody, method, path } = operation;
  const roots = [...parameters, ...forms].map(({ schema }) => schema ?? {});
  return renderPage({
    ...page,
    title: `${method} ${path}`,
    body: (
      <>
        <Head page={page} operation={operation} />
        <Access page={page} api={api} operation={operation} />
        {parameters.length === 0 ? null : <Parameters page={page} parameters={parameters} />}
        {requestBody === undefined ? null : (
          <Section page={page} title={docsWords.body}>
            {formsOf(requestBody.content).map((form) => (
              <Form drawing={drawing} {...form} />
            ))}
          </Section>
        )}
        <Answers drawing={drawing} operation={operation} />
        <Refusals page={page} operation={operation} titleOf={titleOf} />
        <Structures drawing={drawing} roots={roots} />
      </>
    ),
  });
}
