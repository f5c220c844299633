import type { VNode } from 'preact';
import { fill, say, type Language } from '../gs1/words.js';
import { sayTime } from './figures.js';
import { inLanguage } from './page.js';
import { groupsOfFour, plainText } from './safe-text.js';
import type { ScanView } from './scan-view.js';
import { complaintLine } from './telephone.js';
import { complaintWords } from './words-complaint.js';
import { scanWords } from './words-scan.js';
import { scanReasons } from './words-verdict.js';

interface ComplaintProps {
  readonly view: ScanView;
  readonly language: Language;
  /** RFC 3339: when the page was made. */
  readonly lookedAt: string;
}

/** What to tell an authority: one line a fact, nothing of who looks. */
function linesOf({ view, language, lookedAt }: ComplaintProps): [name: string, value: string][] {
  const t = inLanguage(language);
  const { product, batch, label, organization } = view;
  const code = label === null || label.form === 'batch' ? (batch?.code ?? label?.code) : label.code;
  const time = fill(say(complaintWords.beijing, language), { time: sayTime(lookedAt) });
  const lines: [string, string | null][] = [
    [t(scanWords.product), product?.name ?? null],
    [t(scanWords.lot), batch?.lot ?? null],
    [t(scanWords.code), code === undefined ? null : groupsOfFour(code).join(' ')],
    [t(scanWords.producer), organization?.name ?? null],
    [t(complaintWords.verdict), t(scanReasons[view.reason].heading)],
    [t(complaintWords.lookedAt), time],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
}

/** Where to complain (faces.md S1.7): a number to call and the lines to read out; nothing is sent or stored. */
export function ComplaintCard(props: ComplaintProps): VNode {
  const t = inLanguage(props.language);
  return (
    <section class="card prose">
      <h2>{t(complaintWords.title)}</h2>
      <p>
        <a class="tap" href={`tel:${complaintLine}`}>
          {t(complaintWords.call)}
        </a>
      </p>
      <p>{t(complaintWords.what)}</p>
      <dl class="facts quote">
        {linesOf(props).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>
              <bdi>{plainText(value)}</bdi>
            </dd>
          </>
        ))}
      </dl>
      <p class="small quiet">{t(complaintWords.noForm)}</p>
    </section>
  );
}
