import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { dayAfter, today } from '../app/civil-day.js';
import { remember } from '../app/memory.js';
import { captureTodayWords as words } from '../words-capture-today.js';
import { batchName } from './forms.js';
import { Said } from './said.js';
import { useSurroundings, useWords } from './screen.js';
import { runningIntervals, type Warning } from './warnings.js';

/** Intervals that are shown; the others are counted. */
const intervalsMax = 5;
/** Items of one page of a list; whether there are more is not asked. */
const pageItems = 200;

/** How much waits for an answer of the organization, by the screen of the console that gives it. */
type Waiting = Readonly<Record<'notices' | 'deliveries', number>>;

interface Page<Item> {
  readonly items: readonly Item[];
}
interface Notice {
  readonly state: 'open' | 'withdrawn';
  readonly acknowledgedAt: string | null;
}

/** What waits for an answer of the organization, asked each time the phone has sent. */
export function WaitingForYou(): VNode | null {
  const { state } = useSurroundings();
  const t = useWords();
  const waiting = useWaiting();
  if (!state.isOnline) return <p class="quiet">{t(words.offline)}</p>;
  if (waiting === null) return <a href="#/sign-in">{t(words.notRead)}</a>;
  const names = (['notices', 'deliveries'] as const).filter((name) => waiting[name] > 0);
  if (names.length === 0) return null;
  return (
    <ul class="standing note">
      {names.map((name) => (
        <li key={name}>
          <a
            href={`/console#/${name}`}
            onClick={() => {
              remember('acting-for', state.organization?.id ?? '');
            }}
          >
            <span aria-hidden="true">! </span>
            {fill(t(words[name]), { n: waiting[name] < pageItems ? waiting[name] : `${pageItems}+` })}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The intervals before harvest that are not over by the list; one that nobody knows is told at the harvest. */
export function Intervals(): VNode | null {
  const t = useWords();
  const intervals = useIntervals();
  if (intervals.length === 0) return null;
  return (
    <section class="card">
      <h2>{t(words.intervals)}</h2>
      <ul class="rows">
        {intervals.slice(0, intervalsMax).map((interval, index) => (
          <li key={index}>
            <span aria-hidden="true">⧖ </span>
            <Said {...interval} />
          </li>
        ))}
      </ul>
      {intervals.length > intervalsMax ? (
        <p>{fill(t(words.more), { n: intervals.length - intervalsMax })}</p>
      ) : null}
    </section>
  );
}

/** Sentences on the intervals that are not over; what is over first comes first. */
function useIntervals(): readonly Warning[] {
  const { state } = useSurroundings();
  const running = state.catalogue.batches.flatMap((batch) =>
    runningIntervals(batch, today(), state).flatMap(({ use, days }) =>
      days === null ? [] : [{ batch, use, days, until: dayAfter(use.stoppedOn, days) }],
    ),
  );
  return running
    .sort((one, other) => (one.until < other.until ? -1 : 1))
    .map(({ batch, use, days, until }) => ({
      words: words.interval,
      figures: { batch: batchName(batch), used: use.stoppedOn, name: use.name, days: String(days), until },
    }));
}

/** Nothing until it was read; null where it cannot be. */
function useWaiting(): Waiting | null {
  const { desk, state } = useSurroundings();
  const { organization, isSending, isOnline } = state;
  const [waiting, setWaiting] = useState<Waiting | null>({ notices: 0, deliveries: 0 });
  useEffect(() => {
    if (organization === null || isSending || !isOnline) return;
    let isWanted = true;
    const of = `organization=${organization.id}&limit=${pageItems}`;
    void Promise.all([
      desk.session.read(`/api/v1/recall-notices?${of}`) as Promise<Page<Notice> | null>,
      desk.session.read(`/api/v1/deliveries?${of}`) as Promise<Page<object> | null>,
    ]).then(([notices, deliveries]) => {
      if (!isWanted) return;
      const isRead = notices !== null && deliveries !== null;
      const unanswered = notices?.items.filter(
        (notice) => notice.state === 'open' && notice.acknowledgedAt === null,
      );
      setWaiting(isRead ? { notices: unanswered?.length ?? 0, deliveries: deliveries.items.length } : null);
    });
    return () => {
      isWanted = false;
    };
  }, [organization, isSending, isOnline]);
  return waiting;
}
