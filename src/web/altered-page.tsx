import type { VNode } from 'preact';
import {
  evidenceCheckWords,
  evidenceStatusWords,
  evidenceVerdictWords,
  sayFinding,
} from '../gs1/evidence-words.js';
import { fill } from '../gs1/words.js';
import type { EvidenceCheck } from '../ledger/evidence-report.js';
import { Icon, statusIcons } from './icon.js';
import { displayAddress, inLanguage, renderPage, type PageView } from './page.js';
import { SelfCheck } from './self-check.js';
import { alteredWords } from './words-auditors.js';

/** The copy that was altered, and what the check finds in it. */
export interface AlteredFacts {
  /** Own address of the label's page. */
  readonly path: string;
  readonly code: string;
  /** `x` of the key that signed the code. */
  readonly labelKey: string | null;
  readonly seq: number;
  readonly before: string;
  readonly after: string;
  readonly checks: readonly EvidenceCheck[];
  readonly script: string;
}

interface Part {
  readonly page: PageView;
  readonly facts: AlteredFacts;
}

function Found({ page, facts: { checks } }: Part): VNode {
  const t = inLanguage(page.language);
  return (
    <section class="card">
      <h2>{t(alteredWords.found)}</h2>
      <p class="small quiet">{t(alteredWords.byService)}</p>
      <ul class="checks">
        {checks.map((check) => (
          <li>
            <Icon name={statusIcons[check.status]} /> <strong>{t(evidenceCheckWords[check.check])}</strong> ·{' '}
            {t(evidenceStatusWords[check.status])}
            <p>{sayFinding(check, page.language)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Alone({ page, facts }: Part): VNode {
  const t = inLanguage(page.language);
  return (
    <section class="card prose">
      <p>{t(alteredWords.why)}</p>
      <p>{t(alteredWords.database)}</p>
      <p>
        <a class="tap" href="/demo/altered/evidence" download="altered.json">
          {t(alteredWords.download)}
        </a>
      </p>
      <p>{t(alteredWords.commandLine)}</p>
      <pre>
        <code class="mono">{`furrow verify altered.json --trust trust.json --code ${facts.code}`}</code>
      </pre>
      <p>
        <a class="tap" href={displayAddress(facts.path, page.language, page.elder)}>
          {t(alteredWords.original)}
        </a>
      </p>
    </section>
  );
}

/** `/demo/altered`: what was changed in the copy, what the service finds in it, and the reader's own check of it. */
export function renderAlteredPage(page: PageView, facts: AlteredFacts): string {
  const t = inLanguage(page.language);
  const { code, path, seq, before, after } = facts;
  return renderPage({
    ...page,
    title: t(alteredWords.title),
    script: facts.script,
    body: (
      <>
        <section class="card verdict bad">
          <div class="band">
            <Icon name="cross" />
            <div>
              <h1>{t(alteredWords.title)}</h1>
              <p>{t(evidenceVerdictWords.invalid)}</p>
            </div>
          </div>
          <div class="inner">
            <p>{fill(t(alteredWords.what), { seq })}</p>
            <dl class="facts">
              <dt>{t(alteredWords.before)}</dt>
              <dd class="mono">{before}</dd>
              <dt>{t(alteredWords.after)}</dt>
              <dd class="mono">
                <strong>{after}</strong>
              </dd>
            </dl>
          </div>
        </section>
        <SelfCheck
          evidence="/demo/altered/evidence"
          code={code}
          labelKey={facts.labelKey}
          address={path}
          language={page.language}
        />
        <Found page={page} facts={facts} />
        <Alone page={page} facts={facts} />
      </>
    ),
  });
}
