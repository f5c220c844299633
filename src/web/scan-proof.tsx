import type { VNode } from 'preact';
import { fill, type Language } from '../gs1/words.js';
import { Icon, statusIcons } from './icon.js';
import { inLanguage } from './page.js';
import type { ScanCheck, ScanProof, ScanView } from './scan-view.js';
import { CodeText } from './typed-text.js';
import { checkWords } from './words-checks.js';
import { labelFormWords, scanWords, statusWords } from './words-scan.js';

interface ProofProps {
  readonly view: ScanView;
  readonly language: Language;
}

function Check({ check, language }: { readonly check: ScanCheck; readonly language: Language }): VNode {
  const t = inLanguage(language);
  const words = checkWords[check.check];
  return (
    <li>
      <p>
        <Icon name={statusIcons[check.status]} /> <strong>{t(words.name)}</strong> ·{' '}
        {t(statusWords[check.status])}
      </p>
      <p>{check.detail}</p>
      <p class="small quiet">{t(words.explain)}</p>
    </li>
  );
}

interface PlaceProps {
  readonly proof: ScanProof;
  /** The label's place in its set. */
  readonly number: number | null;
  readonly language: Language;
}

function Place({ proof, number, language }: PlaceProps): VNode {
  const t = inLanguage(language);
  return (
    <>
      <h3>{t(scanWords.ledgerPlace)}</h3>
      <dl class="facts">
        {proof.kid === null ? null : (
          <>
            <dt>{t(scanWords.labelKey)}</dt>
            <dd>
              <CodeText code={proof.kid} />
            </dd>
          </>
        )}
        {number === null ? null : (
          <>
            <dt>{t(scanWords.labelNumber)}</dt>
            <dd>{fill(t(scanWords.numberInSet), { number })}</dd>
          </>
        )}
        <dt>{t(scanWords.chain)}</dt>
        <dd>
          <CodeText code={proof.chain} />
        </dd>
        <dt>{t(scanWords.chainPosition)}</dt>
        <dd>#{proof.seq}</dd>
        <dt>{t(scanWords.leafHash)}</dt>
        <dd>
          <CodeText code={proof.leafHash} />
        </dd>
        {proof.logIndex === null ? null : (
          <>
            <dt>{t(scanWords.logIndex)}</dt>
            <dd>
              {fill(t(scanWords.logPlace), { index: proof.logIndex })}
              <br />
              <a class="tap" href={`/log/proof/${proof.leafHash}`} download="log-proof.txt">
                {t(scanWords.logProof)}
              </a>
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

/** The files to check with and the command that does it, on a machine that need not trust the page. */
function Evidence({ view, language }: ProofProps): VNode {
  const t = inLanguage(language);
  if (view.evidence === null) return <p>{t(scanWords.noEvidence)}</p>;
  const code = view.label === null || view.label.form === 'batch' ? view.batch?.code : view.label.code;
  return (
    <>
      <p>
        <a class="tap" href={view.evidence} download="evidence.json">
          {t(scanWords.evidence)}
        </a>
      </p>
      <p>
        <a class="tap" href="/.well-known/furrow/trust.json" download="trust.json">
          {t(scanWords.trustFile)}
        </a>
      </p>
      <p>{t(scanWords.commandLine)}</p>
      <pre>
        <code class="mono">{`furrow verify evidence.json --trust trust.json --code ${code ?? ''}`}</code>
      </pre>
    </>
  );
}

/** What was checked, each with what it proves and does not, and where to look for oneself; folded away at first. */
export function ProofCard({ view, language }: ProofProps): VNode {
  const t = inLanguage(language);
  return (
    <details class="card">
      <summary>
        <h2>{t(scanWords.checkYourself)}</h2>
      </summary>
      <h3>{t(scanWords.checksTitle)}</h3>
      <ul class="checks">
        {view.checks.map((check) => (
          <Check check={check} language={language} />
        ))}
      </ul>
      {view.label?.form === 'signed' && view.label.state !== 'unknown' ? (
        <p>{t(labelFormWords.signed)}</p>
      ) : null}
      {view.proof === null ? null : (
        <Place proof={view.proof} number={view.label?.number ?? null} language={language} />
      )}
      {view.checkpoint === null ? null : (
        <>
          <h3>{t(scanWords.checkpoint)}</h3>
          <pre>
            <code class="mono">{view.checkpoint}</code>
          </pre>
        </>
      )}
      {view.proof === null ? null : <Evidence view={view} language={language} />}
    </details>
  );
}
