import type { VNode } from 'preact';
import { say, type Words } from '../gs1/words.js';
import type { Api, ApiOperation } from './api-document.js';
import { Fields } from './api-fields.js';
import { ApiText } from './api-text.js';
import { displayAddress, inLanguage, renderPage, type PageView } from './page.js';
import { siteWords } from './words-site.js';
import { docsWords, tagWords } from './words-docs.js';

interface Part {
  readonly page: PageView;
  readonly api: Api;
}

/** Where the page of an operation stands. */
function operationAddress({ language, elder }: PageView, operationId: string): string {
  return displayAddress(`/docs/${encodeURIComponent(operationId)}`, language, elder);
}

function OperationLink({ page, operation }: { page: PageView; operation: ApiOperation }): VNode {
  const { operationId, summary, method, path } = operation;
  return (
    <li>
      <a class="tap" href={operationAddress(page, operationId)}>
        <ApiText text={summary} language={page.language} />
      </a>
      <p class="mono quiet">
        <strong>{method}</strong> {path}
      </p>
    </li>
  );
}

/** Operations that everybody needs first, with what each is for. */
const firstSteps: readonly (readonly [operationId: string, what: Words])[] = [
  ['AuthController.signIn', docsWords.signInWhat],
  ['ClientsController.register', docsWords.registerWhat],
  ['OAuthController.token', docsWords.tokenWhat],
];

function Begin({ page, api }: Part): VNode {
  const { language, elder } = page;
  const t = inLanguage(language);
  return (
    <section class="card prose">
      <h2>{t(docsWords.begin)}</h2>
      {firstSteps.map(([operationId, what]) => {
        const operation = api.operations.get(operationId);
        return operation === undefined ? null : (
          <>
            <p>{t(what)}</p>
            <ul>
              <OperationLink page={page} operation={operation} />
            </ul>
          </>
        );
      })}
      <p>{t(docsWords.sendWhat)}</p>
      <pre>
        <code class="mono">Authorization: Bearer eyJhbGciOi…</code>
      </pre>
      <p>{t(docsWords.problemsWhat)}</p>
      <p>
        <a class="tap" href={displayAddress('/problems', language, elder)}>
          {t(siteWords.problemList)}
        </a>
      </p>
      <details class="fold">
        <summary>{t(docsWords.problemFields)}</summary>
        <Fields language={language} schema={api.schemas['Problem'] ?? {}} />
      </details>
      <p>
        <a class="tap" href="/openapi.json">
          {t(docsWords.document)}
        </a>{' '}
        {t(docsWords.documentWhat)}
      </p>
    </section>
  );
}

/** `/docs`: every operation of the interface by tag, each with a link to its own page, and how to begin. */
export function renderDocsPage(page: PageView, api: Api): string {
  const { language } = page;
  const t = inLanguage(language);
  const operations = [...api.operations.values()];
  const tags = Object.entries(tagWords);
  return renderPage({
    ...page,
    title: t(docsWords.title),
    body: (
      <>
        <section class="card prose">
          <h1>{t(docsWords.title)}</h1>
          <p>{t(docsWords.what)}</p>
        </section>
        <Begin page={page} api={api} />
        <nav class="card" aria-labelledby="subjects">
          <h2 id="subjects">{t(docsWords.subjects)}</h2>
          <ul class="columns">
            {tags.map(([tag, { name }]) => (
              <li>
                <a class="tap" href={`#${tag}`}>
                  {say(name, language)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {tags.map(([tag, { name, what }]) => (
          <section class="card prose" id={tag}>
            <h2>{say(name, language)}</h2>
            <p>{say(what, language)}</p>
            <ul class="checks">
              {operations
                .filter((operation) => operation.tags.includes(tag))
                .map((operation) => (
                  <OperationLink page={page} operation={operation} />
                ))}
            </ul>
          </section>
        ))}
      </>
    ),
  });
}
