import type { VNode } from 'preact';
import type { Words } from '../gs1/words.js';
import { CodeForm } from './code-form.js';
import { displayAddress, inLanguage, renderPage, type PageView } from './page.js';
import { Typed } from './typed-text.js';
import { scanWords } from './words-scan.js';
import { siteLinks } from './site-links.js';
import { startWords } from './words-start.js';

/** A label of the demo data: where its page stands, and what it is on. */
export interface DemoLink {
  /** Own address, with the signature of the label. */
  readonly path: string;
  readonly product: string;
  readonly organization: string;
}

/** A demo account; `password` null to whom it is not shown. */
export interface DemoLogin {
  readonly login: string;
  readonly password: string | null;
}

/** What the demo holds, for the start page. */
export interface StartDemo {
  readonly links: readonly DemoLink[];
  readonly logins: readonly DemoLogin[];
}

interface Part {
  readonly page: PageView;
}

/** Who the demo's accounts are, what each does, and where it signs in. */
const people: Readonly<Record<string, { name: Words; does: Words; app: string }>> = {
  farmer: { name: startWords.farmer, does: startWords.farmerDoes, app: '/app' },
  apple: {
    name: startWords.cooperative,
    does: startWords.cooperativeDoes,
    app: '/console',
  },
  regulator: {
    name: startWords.regulator,
    does: startWords.regulatorDoes,
    app: '/console',
  },
};
/** Logins that the start page shows, in its order. */
export const shownLogins = Object.keys(people);

function Batches({ links, page }: Part & { readonly links: readonly DemoLink[] }): VNode {
  const { language, elder } = page;
  const t = inLanguage(language);
  return (
    <section class="card prose">
      <h2>{t(scanWords.demo)}</h2>
      <p>{t(scanWords.demoWhat)}</p>
      <ul>
        {links.map((link) => (
          <li>
            <a class="tap" href={displayAddress(link.path, language, elder)}>
              <Typed text={link.product} language={language} />
            </a>
            <p class="small quiet">
              <Typed text={link.organization} language={language} />
            </p>
          </li>
        ))}
        <li>
          <a class="tap" href={displayAddress('/demo/altered', language, elder)}>
            {t(startWords.altered)}
          </a>
          <p class="small quiet">{t(startWords.alteredWhat)}</p>
        </li>
      </ul>
    </section>
  );
}

/**
 * Leads to the sign-in form of an app, filled in. In the fragment, which browsers tell no server; the app takes a password
 * out of its address at once (`src/web/app/address.ts`).
 */
function signInAddress(app: string, login: string, password: string | null): string {
  const filled = new URLSearchParams({ as: login, ...(password === null ? {} : { password }) });
  return `${app}#/sign-in?${filled.toString()}`;
}

function Logins({ logins, page }: Part & { readonly logins: readonly DemoLogin[] }): VNode {
  const t = inLanguage(page.language);
  return (
    <section class="card prose">
      <h2>{t(startWords.logins)}</h2>
      <p>{t(startWords.loginsWhat)}</p>
      {logins.some(({ password }) => password !== null) ? <p>{t(startWords.filledIn)}</p> : null}
      <ul class="people">
        {logins.map(({ login, password }) => {
          const person = people[login];
          return person === undefined ? null : (
            <li>
              <h3>{t(person.name)}</h3>
              <p>{t(person.does)}</p>
              <dl class="facts">
                <dt>{t(startWords.login)}</dt>
                <dd class="mono">{login}</dd>
                <dt>{t(startWords.password)}</dt>
                {password === null ? (
                  <dd>{t(startWords.passwordElsewhere)}</dd>
                ) : (
                  <dd class="mono">{password}</dd>
                )}
              </dl>
              <a class="go" href={signInAddress(person.app, login, password)}>
                {t(startWords.signIn)} · {t(person.name)}
              </a>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Begin({ page }: Part): VNode {
  const t = inLanguage(page.language);
  return (
    <details class="card prose">
      <summary>
        <h2>{t(startWords.begin)}</h2>
      </summary>
      <p>{t(startWords.beginWhat)}</p>
      <pre>
        <code class="mono">{'node dist/main.js begin\nnpm start'}</code>
      </pre>
      <p class="small quiet">{t(startWords.beginWhy)}</p>
    </details>
  );
}

/** The start page `/`: what this service is, a form that asks `GET /t?code=…`, and the demo where there is one. */
export function renderLandingPage(page: PageView, demo: StartDemo | null = null): string {
  const t = inLanguage(page.language);
  return renderPage({
    ...page,
    title: t(scanWords.landingTitle),
    indexed: true,
    body: (
      <>
        <section class="card prose">
          <h1>{t(scanWords.landingTitle)}</h1>
          <p>{t(scanWords.landingWhat)}</p>
        </section>
        <section class="card">
          <CodeForm page={page} typed="" />
        </section>
        {demo === null ? null : (
          <>
            <Batches links={demo.links} page={page} />
            <Logins logins={demo.logins} page={page} />
            <Begin page={page} />
          </>
        )}
        <p class="card quiet">{t(scanWords.startUnderstand)}</p>
        <section class="card">
          <h2>{t(scanWords.forBuilders)}</h2>
          <ul>
            {siteLinks(page).map(({ href, text }) => (
              <li>
                <a class="tap" href={href}>
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </section>
      </>
    ),
  });
}
