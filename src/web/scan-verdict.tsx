import type { VNode } from 'preact';
import { fill, type Language, type Words } from '../gs1/words.js';
import { Icon, statusIcons } from './icon.js';
import { inLanguage } from './page.js';
import type { ScanLabel, ScanRecall, ScanView } from './scan-view.js';
import { CodeText, CodeToCompare, Typed } from './typed-text.js';
import { checkWords } from './words-checks.js';
import { labelFormWords, scanWords, statusWords } from './words-scan.js';
import { scanReasons } from './words-verdict.js';

interface Part<Of> {
  readonly of: Of;
  readonly language: Language;
}

/** What the verdict card can be drawn from; `beacon` as in `ScanPageOptions`. */
export interface VerdictProps {
  readonly view: ScanView;
  readonly language: Language;
  readonly beacon: string | null;
}

function Recall({ of: recall, language }: Part<ScanRecall>): VNode {
  const t = inLanguage(language);
  return (
    <dl class="facts">
      <dt>{t(scanWords.recallReason)}</dt>
      <dd>
        <Typed text={recall.reason} language={language} />
      </dd>
      <dt>{t(scanWords.recallToDo)}</dt>
      <dd>
        {recall.advice === null ? (
          <strong>{t(scanWords.recallAdvice)}</strong>
        ) : (
          <strong>
            <Typed text={recall.advice} language={language} />
          </strong>
        )}
      </dd>
      <dt>{t(scanWords.recallLots)}</dt>
      {recall.lots.map((lot) => (
        <dd>
          <CodeText code={lot} />
        </dd>
      ))}
      <dt>{t(scanWords.recallBy)}</dt>
      <dd>
        <Typed text={recall.by} language={language} /> · <time>{recall.announcedOn}</time>
      </dd>
      {recall.phone === null ? null : (
        <>
          <dt>{t(scanWords.recallPhone)}</dt>
          <dd>
            <CodeText code={recall.phone} />
          </dd>
        </>
      )}
    </dl>
  );
}

function serialTitle({ form, code, state }: ScanLabel, batch: ScanView['batch']): keyof typeof scanWords {
  if (state === 'unknown') return 'askedCode';
  if (form !== 'batch') return 'serial';
  return code === batch?.code ? 'batchCode' : 'lotToCompare';
}

function Label({ of: label, view, language }: Part<ScanLabel> & { readonly view: ScanView }): VNode {
  const t = inLanguage(language);
  return (
    <div>
      <p class="small quiet">{t(scanWords[serialTitle(label, view.batch)])}</p>
      {label.form === 'batch' ? (
        <p class="code">
          <CodeText code={label.code} />
        </p>
      ) : (
        <CodeToCompare code={label.code} />
      )}
    </div>
  );
}

/** How often this code was looked up, this look included, and the image that counts it. Never a word about the goods. */
function Lookups({ view, language, beacon }: VerdictProps): VNode | null {
  const t = inLanguage(language);
  if (view.scans === null) return null;
  const ordinal = view.label?.form === 'batch' ? scanWords.scanOrdinalBatch : scanWords.scanOrdinal;
  return (
    <p>
      <strong>{fill(t(ordinal), { count: view.scans.count + 1 })}</strong>
      {view.scans.first === null ? null : (
        <>
          {' · '}
          <span class="whole">{fill(t(scanWords.scanFirst), { day: view.scans.first })}</span>
        </>
      )}
      {beacon === null ? null : (
        <img class="beacon" src={beacon} alt="" width="1" height="1" loading="lazy" />
      )}
    </p>
  );
}

function Alerts({ view, language }: Omit<VerdictProps, 'beacon'>): VNode | null {
  const t = inLanguage(language);
  const recalled = view.facts !== null && view.facts.recall !== null;
  const alerts = view.checks.filter(
    ({ check, status }) => (status === 'warn' || status === 'fail') && !(check === 'recall' && recalled),
  );
  if (alerts.length === 0) return null;
  return (
    <ul class="alerts" aria-label={t(scanWords.attention)}>
      {alerts.map((check) => (
        <li>
          <Icon name={statusIcons[check.status]} />{' '}
          <strong>
            {t(checkWords[check.check].name)} · {t(statusWords[check.status])}
          </strong>{' '}
          {check.detail}
        </li>
      ))}
    </ul>
  );
}

/** What this answer does not prove: always of the record, and of a code without signature what such a code cannot show. */
function limitsOf({ verdict, label }: ScanView): Words[] {
  if (verdict === 'unknown') return [scanWords.unknownAdvice];
  if (label === null || label.form === 'signed') return [scanWords.notProven];
  return [scanWords.notProven, labelFormWords[label.form]];
}

/** The card at the top (faces.md S1): icon and word first, then what this does not prove, the number to compare, the count. */
export function VerdictCard({ view, language, beacon }: VerdictProps): VNode {
  const t = inLanguage(language);
  const row = scanReasons[view.reason];
  const recall = view.facts?.recall ?? null;
  return (
    <section class={`card verdict ${row.tone}`}>
      <div class="band">
        <Icon name={row.icon} />
        <div>
          <h1>{t(row.heading)}</h1>
          <p>{view.summary}</p>
        </div>
      </div>
      <div class="inner">
        {recall === null ? null : <Recall of={recall} language={language} />}
        <p class="small quiet">
          {limitsOf(view)
            .map(t)
            .join(language === 'en' ? ' ' : '')}
        </p>
        {view.label === null ? null : <Label of={view.label} view={view} language={language} />}
        <Lookups view={view} language={language} beacon={beacon} />
        <Alerts view={view} language={language} />
      </div>
    </section>
  );
}
