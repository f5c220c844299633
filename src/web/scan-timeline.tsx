import type { VNode } from 'preact';
import { handoverWords } from '../gs1/handover-words.js';
import { fill, type Language } from '../gs1/words.js';
import { daysBetween, sayTime } from './figures.js';
import { inLanguage } from './page.js';
import { StrengthBadge } from './scan-facts.js';
import type { ScanEvent } from './scan-view.js';
import { Typed } from './typed-text.js';
import { privacyWords, withheldSentence } from './words-privacy.js';
import { certificateWords, scanWords, signerWords } from './words-scan.js';

/** Most entries one page lists; the newest are kept and the others counted. */
export const timelineMax = 100;

function LateMark({ event, language }: EventProps): VNode {
  const t = inLanguage(language);
  const days = daysBetween(event.occurredAt, event.recordedAt);
  return (
    <span class="badge late">{days > 0 ? fill(t(scanWords.lateDays), { days }) : t(scanWords.late)}</span>
  );
}

/** People who agreed to be named. */
function Persons({ of: people, language }: { of: ScanEvent['people']; language: Language }): VNode | null {
  if (people.length === 0) return null;
  return (
    <p class="small">
      {people.map(({ role, name }) => (
        <span class="whole">
          {role} <Typed text={name} language={language} />{' '}
        </span>
      ))}
      <span class="quiet">{inLanguage(language)(privacyWords.agreed)}</span>
    </p>
  );
}

/** What is not shown of an entry, why, and who sees it. */
function Withheld({
  of: withheld,
  language,
}: {
  of: ScanEvent['withheld'];
  language: Language;
}): VNode | null {
  if (withheld.length === 0) return null;
  return (
    <p class="small quiet">
      {withheld.map((fields) => (
        <span class="whole">{withheldSentence(fields, language)} </span>
      ))}
    </p>
  );
}

interface EventProps {
  readonly event: ScanEvent;
  readonly language: Language;
}

/** One entry: step, what, who says it and whose key signed, when it happened and when it was recorded. */
function Entry({ event, language }: EventProps): VNode {
  const t = inLanguage(language);
  return (
    <li id={`e${String(event.seq)}`}>
      <h3>
        <Typed text={event.title} language={language} /> <span class="seq">#{event.seq}</span>
        {event.certificate === null || event.certificate === 'valid' ? null : (
          <>
            {' '}
            <span class="badge late">{t(certificateWords[event.certificate])}</span>
          </>
        )}
      </h3>
      <p>
        <Typed text={event.sentence} language={language} />
      </p>
      {event.handover === null ? null : (
        <p>
          <span class={event.handover.open ? 'badge late' : 'badge backed'}>
            {t(handoverWords(event.handover))}
          </span>
        </p>
      )}
      <p class="small">
        <StrengthBadge of={event.strength} language={language} />{' '}
        <Typed text={event.who} language={language} />{' '}
        <span class="quiet">{t(signerWords[event.signer])}</span>
      </p>
      <Persons of={event.people} language={language} />
      <Withheld of={event.withheld} language={language} />
      <p class="meta">
        <span class="whole">
          {t(scanWords.happened)} <time datetime={event.occurredAt}>{sayTime(event.occurredAt)}</time>
        </span>{' '}
        <span class="whole">
          {t(scanWords.recorded)} <time datetime={event.recordedAt}>{sayTime(event.recordedAt)}</time>
        </span>{' '}
        {event.late ? <LateMark event={event} language={language} /> : null}
      </p>
      {event.correctedBy === null ? null : (
        <p>
          <a class="tap" href={`#e${String(event.correctedBy)}`}>
            {fill(t(scanWords.correctedBy), { seq: event.correctedBy })}
          </a>
        </p>
      )}
    </li>
  );
}

/** The entries in words, oldest first. */
export function TimelineCard({ of: events, language }: TimelineProps): VNode | null {
  const t = inLanguage(language);
  if (events.length === 0) return null;
  const hidden = Math.max(0, events.length - timelineMax);
  return (
    <section class="card">
      <h2>{t(scanWords.timeline)}</h2>
      <p class="small quiet">{t(scanWords.timelineNote)}</p>
      {hidden > 0 ? <p>{fill(t(scanWords.timelineCut), { count: hidden })}</p> : null}
      <ol class="steps">
        {events.slice(hidden).map((event) => (
          <Entry event={event} language={language} />
        ))}
      </ol>
    </section>
  );
}

interface TimelineProps {
  readonly of: readonly ScanEvent[];
  readonly language: Language;
}
