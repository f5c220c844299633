import type { ComponentChildren, VNode } from 'preact';
import { fill, type Words } from '../gs1/words.js';
import { sayTime } from './figures.js';
import { inLanguage, renderPage, type PageView } from './page.js';
import { CodeToCompare } from './typed-text.js';
import { keysWords } from './words-auditors.js';
import { siteWords } from './words-site.js';

/** Label keys shown one by one. */
const shownMax = 50;

/** The keys that a verifier needs. Times are RFC 3339. */
export interface KeysPage {
  readonly operator: { readonly organization: string; readonly kid: string };
  /** Newest first; `thumbprint` as RFC 7638. */
  readonly labels: readonly {
    readonly thumbprint: string;
    readonly validFrom: string;
    readonly revokedFrom: string | null;
  }[];
  /** `vkey` as C2SP signed-note writes it; `endedAt`: entries of the tree with which the log ended. */
  readonly logs: readonly { readonly name: string; readonly vkey: string; readonly endedAt: number | null }[];
  readonly witnesses: readonly { readonly name: string; readonly vkey: string }[];
}

interface Part {
  readonly page: PageView;
  readonly keys: KeysPage;
}

function Section(props: { page: PageView; title: Words; what: Words; children: ComponentChildren }): VNode {
  const t = inLanguage(props.page.language);
  return (
    <section class="card prose">
      <h2>{t(props.title)}</h2>
      <p class="small quiet">{t(props.what)}</p>
      {props.children}
    </section>
  );
}

function Labels({ page, keys: { labels } }: Part): VNode {
  const t = inLanguage(page.language);
  const further = labels.length - shownMax;
  return (
    <Section page={page} title={keysWords.labels} what={keysWords.labelsWhat}>
      {labels.length === 0 ? <p>{t(keysWords.noLabels)}</p> : null}
      <ul class="checks">
        {labels.slice(0, shownMax).map(({ thumbprint, validFrom, revokedFrom }) => (
          <li>
            <p class="small quiet">{t(keysWords.thumbprint)}</p>
            <CodeToCompare code={thumbprint} />
            <p>
              {t(keysWords.validFrom)} <time datetime={validFrom}>{sayTime(validFrom)}</time> ·{' '}
              {revokedFrom === null ? (
                t(keysWords.stillValid)
              ) : (
                <strong>
                  {t(keysWords.revokedFrom)} <time datetime={revokedFrom}>{sayTime(revokedFrom)}</time>
                </strong>
              )}
            </p>
          </li>
        ))}
      </ul>
      {further > 0 ? <p>{fill(t(keysWords.more), { count: further })}</p> : null}
    </Section>
  );
}

function Log({ page, keys }: Part): VNode {
  const t = inLanguage(page.language);
  return (
    <>
      <Section page={page} title={keysWords.log} what={keysWords.logWhat}>
        <ul class="checks">
          {keys.logs.map(({ name, vkey, endedAt }) => (
            <li>
              <p>
                <bdi class="mono">{name}</bdi> ·{' '}
                {endedAt === null ? t(keysWords.inUse) : fill(t(keysWords.ended), { size: endedAt })}
              </p>
              <p class="small quiet">{t(keysWords.vkey)}</p>
              <p class="mono">{vkey}</p>
            </li>
          ))}
        </ul>
      </Section>
      <Section page={page} title={keysWords.witnesses} what={keysWords.witnessesWhat}>
        {keys.witnesses.length === 0 ? <p>{t(keysWords.noWitnesses)}</p> : null}
        <ul class="checks">
          {keys.witnesses.map(({ name, vkey }) => (
            <li>
              <p>
                <bdi class="mono">{name}</bdi>
              </p>
              <p class="small quiet">{t(keysWords.vkey)}</p>
              <p class="mono">{vkey}</p>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

/** `/keys`: label keys, the log's key, its witnesses and the operator's first key, each with how to check by it. */
export function renderKeysPage(page: PageView, keys: KeysPage): string {
  const t = inLanguage(page.language);
  return renderPage({
    ...page,
    title: t(keysWords.title),
    body: (
      <>
        <section class="card prose">
          <h1>{t(keysWords.title)}</h1>
          <p>{t(keysWords.what)}</p>
        </section>
        <Labels page={page} keys={keys} />
        <Log page={page} keys={keys} />
        <section class="card prose">
          <h2>{t(keysWords.operator)}</h2>
          <p class="small quiet">{t(keysWords.thumbprint)}</p>
          <CodeToCompare code={keys.operator.kid} />
          <p class="mono">{keys.operator.organization}</p>
        </section>
        <section class="card prose">
          <h2>{t(keysWords.how)}</h2>
          <p>{t(keysWords.howWhat)}</p>
          <pre>
            <code class="mono">furrow verify evidence.json --trust trust.json --code 8F3KQ7TN2V5XRA4DN</code>
          </pre>
          <p>
            <a class="tap" href="/.well-known/furrow/trust.json">
              {t(siteWords.trustFile)}
            </a>
          </p>
          <p>
            <a class="tap" href="/.well-known/jwks.json">
              {t(siteWords.keySet)}
            </a>
          </p>
        </section>
      </>
    ),
  });
}
