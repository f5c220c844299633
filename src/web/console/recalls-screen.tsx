import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { recallWords as words } from '../words-recalls.js';
import { ReadList, useReading } from './answers.js';
import type { Listed } from './api.js';
import { Typed } from './batch-names.js';
import { At, Table } from './parts.js';
import type { Place } from './place.js';
import { RecallForm } from './recall-form.js';
import { RecallScreen } from './recall-screen.js';
import type { RecallSummary } from './recall-shapes.js';
import { RecallState } from './recall-state.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** `#/recalls`: those that the reader may see; `#/recalls/new?batch=<id>…`: another one; `#/recalls/<id>`: one of them. */
export function RecallsScreen({ place }: { place: Place }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const [id] = place.rest;
  if (id === 'new') return <RecallForm batches={place.query.getAll('batch')} />;
  if (id !== undefined) return <RecallScreen key={id} id={id} />;
  return (
    <Screen title={t(words.recalls)}>
      {holds(around, 'owner', 'recorder', 'inspector', 'regulator') ? (
        <div class="row">
          <a class="button" href="#/recalls/new">
            {t(words.begin)}
          </a>
        </div>
      ) : null}
      <List />
    </Screen>
  );
}

function List(): VNode {
  const t = useWords();
  const reading = useReading<Listed<RecallSummary>>('/api/v1/recalls');
  return (
    <section class="card">
      <ReadList reading={reading}>
        {(items) => (
          <Table
            caption={t(words.list)}
            isCaptionShown
            rows={items}
            keyOf={({ id }) => id}
            empty={words.none}
            columns={[
              {
                words: words.reason,
                cell: ({ id, reason }) => (
                  <a class="target" href={`#/recalls/${id}`}>
                    <Typed text={reason} />
                  </a>
                ),
              },
              { words: words.state, cell: (recall) => <RecallState recall={recall} /> },
              { words: words.issuer, cell: ({ issuer }) => <Typed text={issuer.name} /> },
              { words: words.openedAt, cell: ({ openedAt }) => <At time={openedAt} /> },
            ]}
          />
        )}
      </ReadList>
    </section>
  );
}
