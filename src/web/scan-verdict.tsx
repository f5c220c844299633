import type { VNode } from 'preact';
import { fill, type Language, type Words } from '../gs1/words.js';
import { Icon, statusIcons } from './icon.js';
import { inLanguage } from './page.js';
import type { CheckName, ScanLabel, ScanRecall, ScanView } from './scan-view.js';
import { CodeText, CodeToCompare } from './typed-text.js';
import { checkWords } from './words-checks.js';
import { recallWords } from './words-recall.js';
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
  const recalled = recallOf(view) !== null;
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

/** Checks that are about the record and its label, not about the goods. */
const recordChecks: ReadonlySet<CheckName> = new Set([
  'label-signature',
  'label-issued',
  'chain',
  'statement-signatures',
  'log-inclusion',
  'witnesses',
]);

/** Under a recall: one line on the record, without a colour of its own. */
function RecordLine({ view, language }: Omit<VerdictProps, 'beacon'>): VNode {
  const t = inLanguage(language);
  const holds = view.checks.every(
    ({ check, status }) => !recordChecks.has(check) || status === 'pass' || status === 'not-applicable',
  );
  return (
    <div>
      <h2>{t(recallWords.recordAside)}</h2>
      <p data-say>
        <Icon name={holds ? 'check' : 'question'} />{' '}
        {t(holds ? recallWords.recordHolds : recallWords.recordNotSettled)}
      </p>
    </div>
  );
}

/** Icon, heading and summary of the reason; the first heading of the page unless a recall stands above. */
function Band({ view, language }: Omit<VerdictProps, 'beacon'>): VNode {
  const t = inLanguage(language);
  const row = scanReasons[view.reason];
  const heading = t(row.heading);
  return (
    <div class="band">
      <Icon name={row.icon} />
      <div>
        {recallOf(view) === null ? <h1 data-say>{heading}</h1> : <h2>{heading}</h2>}
        <p data-say>{view.summary}</p>
      </div>
    </div>
  );
}

/** The recall that a page leads with, or null. */
export function recallOf(view: ScanView): ScanRecall | null {
  return view.facts?.recall ?? null;
}

/**
 * The card at the top (faces.md S1): icon and word first, then what this does not prove, the number to compare, the
 * count. Where a recall is in force its card stands above, and a line says what was found of the record.
 */
export function VerdictCard({ view, language, beacon }: VerdictProps): VNode {
  const t = inLanguage(language);
  const isAside = view.reason === 'recalled' && recallOf(view) !== null;
  return (
    <section class={`card verdict ${isAside ? '' : scanReasons[view.reason].tone}`}>
      {isAside ? null : <Band view={view} language={language} />}
      <div class="inner">
        {isAside ? <RecordLine view={view} language={language} /> : null}
        <p class="small quiet" data-say>
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
