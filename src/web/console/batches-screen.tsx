import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Screen } from '../app/screen.js';
import { sayQuantity } from '../figures.js';
import { batchWords } from '../words-batches.js';
import { ReadList, useAct, useReading } from './answers.js';
import type { Listed } from './api.js';
import { BatchLink, BatchState } from './batch-names.js';
import { BatchScreen } from './batch-screen.js';
import type { FoundBatch } from './batch-shapes.js';
import { WayBeyond } from './break-glass.js';
import { Form, Input } from './fields.js';
import { At, Card, Code, Foreign, Table, type Column } from './parts.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

/**
 * `#/batches`: those of the organization, and a search; `#/batches?of=<organization>`: those of that one.
 * `#/batches/<id>/<part>`: one of them.
 */
export function BatchesScreen({ place }: { place: Place }): VNode {
  const { organization } = useSurroundings();
  const t = useWords();
  const [id, part = 'timeline'] = place.rest;
  if (id !== undefined) return <BatchScreen key={id} id={id} part={part} />;
  const of = place.query.get('of');
  return (
    <Screen title={t(batchWords.batches)}>
      {of === null ? null : <BatchesOf key={of} organization={of} caption={t(batchWords.ofOne)} />}
      <Search typed={place.query.get('find') ?? ''} />
      {organization === null || of !== null ? null : (
        <BatchesOf key={organization.id} organization={organization.id} caption={t(batchWords.own)} />
      )}
    </Screen>
  );
}

function BatchesOf({ organization, caption }: { organization: string; caption: string }): VNode {
  const of = encodeURIComponent(organization);
  const reading = useReading<Listed<FoundBatch>>(`/api/v1/batches?organization=${of}`);
  return (
    <>
      <section class="card">
        <ReadList reading={reading}>
          {(items) => <BatchTable caption={caption} batches={items} empty={batchWords.noBatches} />}
        </ReadList>
      </section>
      <WayBeyond reading={reading} query={`organization=${of}`} />
    </>
  );
}

/** Finds batches by what is printed on them. */
function Search({ typed }: { typed: string }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const search = useAct();
  const [found, setFound] = useState<readonly FoundBatch[] | null>(null);
  return (
    <Card title={t(batchWords.search)}>
      <Form
        act={search}
        submit={batchWords.search}
        onSubmit={(field) =>
          void search.act(
            () => api.get<Listed<FoundBatch>>(`/api/v1/batches?find=${encodeURIComponent(field('find'))}`),
            ({ items }) => {
              setFound(items);
            },
          )
        }
      >
        <Input
          act={search}
          name="find"
          pointer="/query/find"
          words={batchWords.find}
          hint={batchWords.findHint}
          type="search"
          value={typed}
        />
      </Form>
      <div role="status">
        {found === null ? null : (
          <BatchTable caption={t(batchWords.found)} batches={found} empty={batchWords.nothingFound} />
        )}
      </div>
    </Card>
  );
}

interface BatchTableProps {
  readonly caption: string;
  readonly batches: readonly FoundBatch[];
  readonly empty: (typeof batchWords)['noBatches' | 'nothingFound'];
}

function BatchTable({ caption, batches, empty }: BatchTableProps): VNode {
  const { language } = useSurroundings();
  const columns: readonly Column<FoundBatch>[] = [
    { words: batchWords.lot, cell: (batch) => <BatchLink batch={batch} /> },
    {
      words: batchWords.product,
      cell: ({ productName }) => <Foreign text={productName} />,
    },
    { words: batchWords.code, cell: ({ code }) => <Code code={code} /> },
    {
      words: batchWords.produced,
      isNumber: true,
      cell: ({ balance }) => sayQuantity(balance.produced, language),
    },
    {
      words: batchWords.available,
      isNumber: true,
      cell: ({ balance }) => sayQuantity(balance.available, language),
    },
    { words: batchWords.opened, cell: ({ openedAt }) => <At time={openedAt} /> },
    { words: batchWords.state, cell: (batch) => <BatchState batch={batch} isCertified={false} /> },
  ];
  return (
    <Table
      caption={caption}
      isCaptionShown
      columns={columns}
      rows={batches}
      keyOf={({ id }) => id}
      empty={empty}
    />
  );
}
