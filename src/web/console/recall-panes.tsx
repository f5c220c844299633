import type { ComponentChildren, VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { sayQuantity, sayTime } from '../figures.js';
import { recallWords as words } from '../words-recalls.js';
import { Typed } from './batch-names.js';
import { sayCounties } from './counties.js';
import { sayDuration } from './durations.js';
import { At, Card, Chip, Facts, Table } from './parts.js';
import type { Holder, Recall, Whereabouts } from './recall-shapes.js';
import { useSurroundings, useWords } from './surroundings.js';

const millisecondsPerSecond = 1_000;

/** Lots, quantities, organizations, counties, and what nobody can account for. */
export function Summary({ recall, children }: { recall: Recall; children: ComponentChildren }): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const { totals, times } = recall;
  const sums = (place: keyof Whereabouts): string =>
    totals.quantities.length === 0
      ? t(words.notTold)
      : totals.quantities
          .map((sum) => sayQuantity({ value: sum[place], unit: sum.unit }, language))
          .join(' + ');
  const isAnyUnaccounted = totals.quantities.some(({ unaccounted }) => unaccounted !== '0');
  return (
    <Card title={t(words.summary)}>
      <Facts
        facts={[
          [words.lots, fill(t(words.lotCount), { count: totals.batches })],
          [words.firms, fill(t(words.firmCount), { count: totals.holders })],
          [
            words.counties,
            fill(t(words.countyCount), { count: totals.places.length, names: sayCounties(totals.places) }),
          ],
          [words.here, sums('available')],
          [words.onTheWay, sums('onTheWay')],
          [words.followed, sums('followed')],
          [words.lost, sums('lost')],
          [
            words.unaccounted,
            isAnyUnaccounted ? <Chip tone="bad">{sums('unaccounted')}</Chip> : sums('unaccounted'),
          ],
          [words.unacknowledged, fill(t(words.firmCount), { count: totals.unacknowledged })],
          [
            words.listedAfter,
            times.listedAfterMs === null
              ? null
              : fill(t(words.seconds), { seconds: (times.listedAfterMs / millisecondsPerSecond).toFixed(1) }),
          ],
        ]}
      />
      {children}
    </Card>
  );
}

/** Who has batches of it, how to reach them, and how long they took to answer. */
export function Holders({ holders }: { holders: readonly Holder[] }): VNode {
  const t = useWords();
  return (
    <section class="card">
      <Table
        caption={t(words.holders)}
        isCaptionShown
        rows={holders}
        keyOf={({ organization }) => organization}
        columns={[
          { words: words.holder, cell: ({ name }) => <Typed text={name} /> },
          { words: words.county, cell: ({ places }) => sayCounties(places) },
          {
            words: words.lots,
            isNumber: true,
            cell: ({ batches }) => fill(t(words.lotCount), { count: batches }),
          },
          { words: words.contact, cell: ({ contact }) => <Contact contact={contact} /> },
          {
            words: words.told,
            cell: ({ notices }) =>
              notices[0] === undefined ? t(words.notToldHolder) : <At time={notices[0].notifiedAt} />,
          },
          { words: words.answered, cell: (holder) => <Answer holder={holder} /> },
        ]}
      />
    </section>
  );
}

function Contact({ contact }: Pick<Holder, 'contact'>): VNode {
  const t = useWords();
  if (contact === null) return <>{t(words.notTold)}</>;
  const said = [contact.responsible, contact.contact].filter((text) => text !== null);
  return said.length === 0 ? <>{t(words.notRegistered)}</> : <Typed text={said.join(' ')} />;
}

function Answer({ holder: { notices } }: { holder: Holder }): VNode {
  const t = useWords();
  const since = (from: string, to: number): string => sayDuration(to - Date.parse(from), t);
  return (
    <ul>
      {notices.map(({ notifiedAt, acknowledgedAt }) => (
        <li key={notifiedAt}>
          {acknowledgedAt === null ? (
            <Chip tone="warn">{fill(t(words.waiting), { duration: since(notifiedAt, Date.now()) })}</Chip>
          ) : (
            <Chip tone="good">
              {fill(t(words.acknowledgedAfter), {
                time: sayTime(acknowledgedAt),
                duration: since(notifiedAt, Date.parse(acknowledgedAt)),
              })}
            </Chip>
          )}
        </li>
      ))}
    </ul>
  );
}
