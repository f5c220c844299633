import type { VNode } from 'preact';
import type { Language } from '../gs1/words.js';
import { Icon } from './icon.js';
import { inLanguage } from './page.js';
import type { ScanRecall } from './scan-view.js';
import { complaintLine, Telephone } from './telephone.js';
import { CodeText, Typed } from './typed-text.js';
import { recallWords } from './words-recall.js';
import { scanReasons } from './words-verdict.js';

interface RecallProps {
  readonly of: ScanRecall;
  readonly language: Language;
}

/** What to do, step by step: in the words of who recalls where there are any, and whom to ask. */
function ToDo({ of: recall, language }: RecallProps): VNode {
  const t = inLanguage(language);
  return (
    <ol class="todo">
      {recall.advice === null ? (
        <>
          <li data-say>{t(recallWords.doNotEat)}</li>
          <li data-say>{t(recallWords.takeBack)}</li>
        </>
      ) : (
        <li data-say>
          <Typed text={recall.advice} language={language} />
        </li>
      )}
      <li data-say>
        {t(recallWords.call)}{' '}
        {recall.phone === null ? null : (
          <>
            <Telephone number={recall.phone} />{' '}
            <span class="quiet">{t(recallWords.callOrganization)}</span>{' '}
          </>
        )}
        <span class="whole">
          <Telephone number={complaintLine} /> <span class="quiet">{t(recallWords.callAuthority)}</span>
        </span>
      </li>
    </ol>
  );
}

/**
 * The recall in force (faces.md S2), before anything else of the page: why, what to do, which lots, who says so and
 * when. What was found of the record stands below it.
 */
export function RecallCard({ of: recall, language }: RecallProps): VNode {
  const t = inLanguage(language);
  const { heading, summary, icon } = scanReasons.recalled;
  return (
    <section class="card verdict bad recall">
      <div class="band">
        <Icon name={icon} />
        <div>
          <h1 data-say>{t(heading)}</h1>
          <p data-say>{t(summary)}</p>
        </div>
      </div>
      <div class="inner">
        <p class="reason" data-say>
          <strong>{t(recallWords.reason)}</strong> <Typed text={recall.reason} language={language} />
        </p>
        <div>
          <h2>{t(recallWords.toDo)}</h2>
          <ToDo of={recall} language={language} />
        </div>
        <dl class="facts more">
          <dt>{t(recallWords.lots)}</dt>
          {recall.lots.map((lot) => (
            <dd>
              <CodeText code={lot} />
            </dd>
          ))}
          <dt>{t(recallWords.by)}</dt>
          <dd>
            <Typed text={recall.by} language={language} /> · <time>{recall.announcedOn}</time>
          </dd>
        </dl>
      </div>
    </section>
  );
}
