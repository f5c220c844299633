import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { consoleWords } from '../words-console.js';
import { deskWords } from '../words-desk.js';
import { FaultNote, Read } from './answers.js';
import type { Fault } from './api.js';
import { batchName, useOwn, type Batch, type Product } from './own-lists.js';
import { Chip, Foreign, Table } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

type Stop = Batch['stops'][number];

const causes: Readonly<Record<Stop['by'], { readonly why: Words; readonly what: Words }>> = {
  hold: { why: deskWords.byHold, what: deskWords.doHold },
  recall: { why: deskWords.byRecall, what: deskWords.doRecall },
  finding: { why: deskWords.byFinding, what: deskWords.doFinding },
  unknown: { why: deskWords.byUnknown, what: deskWords.doUnknown },
};

/** Batches of the organization that may not move on, why, and what would free them. */
export function StopsScreen(): VNode {
  const { organization } = useSurroundings();
  const t = useWords();
  const products = useOwn<Product>('products');
  return (
    <Screen title={t(deskWords.stops)}>
      <Read reading={products}>
        {({ items }) => (
          <Held
            key={organization?.id}
            organization={organization?.id ?? ''}
            names={new Map(items.map(({ id, name }) => [id, name]))}
          />
        )}
      </Read>
    </Screen>
  );
}

interface Walk {
  readonly read: number;
  readonly held: readonly Batch[];
  readonly isDone: boolean;
  readonly fault: Fault | null;
}

/** Reads every batch of an organization, page after page, and keeps those that are held. */
function useHeld(organization: string): Walk {
  const { api } = useSurroundings();
  const [walk, setWalk] = useState<Walk>({ read: 0, held: [], isDone: false, fault: null });
  useEffect(() => {
    let isWanted = true;
    const readAll = async (): Promise<void> => {
      let found: Walk = { read: 0, held: [], isDone: false, fault: null };
      const list = `/api/v1/batches?organization=${organization}&limit=200`;
      for await (const page of api.pages<Batch>(list)) {
        if (!isWanted) return;
        if (page.fault !== null) {
          setWalk({ ...found, fault: page.fault });
          return;
        }
        const { items } = page.body;
        const held = [...found.held, ...items.filter(({ state }) => state === 'held')];
        found = { read: found.read + items.length, held, isDone: page.next === null, fault: null };
        setWalk(found);
      }
    };
    void readAll();
    return () => {
      isWanted = false;
    };
  }, [organization]);
  return walk;
}

function Held({ organization, names }: { organization: string; names: ReadonlyMap<string, string> }): VNode {
  const t = useWords();
  const { read, held, isDone, fault } = useHeld(organization);
  if (fault !== null) return <FaultNote fault={fault} />;
  return (
    <section class="card">
      <p role="status">{isDone ? '' : fill(t(deskWords.readingBatches), { n: read })}</p>
      {isDone || held.length > 0 ? (
        <Table
          caption={t(deskWords.stops)}
          rows={held}
          keyOf={({ id }) => id}
          empty={deskWords.noStops}
          columns={[
            {
              words: deskWords.batch,
              cell: (batch) => (
                <a href={`#/batches/${batch.id}`}>
                  <Foreign text={batchName(batch, names.get(batch.product) ?? '')} />
                </a>
              ),
            },
            {
              words: deskWords.why,
              cell: ({ id, stops }) => stops.map((stop) => <Why key={stop.by} stop={stop} home={id} />),
            },
            {
              words: deskWords.whatToDo,
              cell: ({ stops }) =>
                [...new Set(stops.map(({ by }) => by))].map((by) => <p key={by}>{t(causes[by].what)}</p>),
            },
          ]}
        />
      ) : (
        <p class="quiet">{t(consoleWords.loading)}</p>
      )}
    </section>
  );
}

function Why({ stop, home }: { stop: Stop; home: string }): VNode {
  const t = useWords();
  return (
    <p>
      <Chip tone={stop.by === 'recall' ? 'bad' : 'warn'}>{t(causes[stop.by].why)}</Chip>{' '}
      {stop.batch === home ? null : <a href={`#/batches/${stop.batch}`}>{t(deskWords.fromSource)}</a>}
    </p>
  );
}
