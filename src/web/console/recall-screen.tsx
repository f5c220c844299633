import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { uuidv7 } from 'uuidv7';
import { Screen } from '../app/screen.js';
import { recallWords as words } from '../words-recalls.js';
import { Read, useAct, useReading } from './answers.js';
import { Typed } from './batch-names.js';
import type { Cell } from './csv.js';
import { Form, Lines } from './fields.js';
import { lotsOf, sumsOf, type GraphBox } from './graph-model.js';
import { GraphPane } from './graph-pane.js';
import { useSums } from './graph-words.js';
import { KeepTable } from './keep-table.js';
import { At, Card, Chip, ConfirmButton, Facts, type Column } from './parts.js';
import { recallGraph } from './recall-graph.js';
import { Holders, Summary } from './recall-panes.js';
import type { AffectedBatch, Recall } from './recall-shapes.js';
import { RecallState } from './recall-state.js';
import { useSurroundings, useWords } from './surroundings.js';

/** How often answers of holders are looked for while a recall stands, in milliseconds. */
const pollMs = 10_000;
const places = ['available', 'onTheWay', 'followed', 'lost', 'unaccounted'] as const;
const placeWords = {
  available: words.here,
  onTheWay: words.onTheWay,
  followed: words.followed,
  lost: words.lost,
  unaccounted: words.unaccounted,
};

/** A recall: what it says, what it reaches as figure, table and summary, who answered, and its end. */
export function RecallScreen({ id }: { id: string }): VNode {
  const t = useWords();
  const reading = useReading<Recall>(`/api/v1/recalls/${encodeURIComponent(id)}`);
  const isOpen = reading.answer?.fault === null && reading.answer.body.state === 'open';
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(() => {
      if (!document.hidden) reading.again();
    }, pollMs);
    return () => {
      clearInterval(timer);
    };
  }, [isOpen, reading.again]);
  return (
    <Screen title={t(words.recalls)}>
      <Read reading={reading}>
        {(recall) => (
          <>
            <Said recall={recall} />
            <Panes recall={recall} />
            <Holders holders={recall.holders} />
            <Withdrawal recall={recall} onDone={reading.again} />
          </>
        )}
      </Read>
    </Screen>
  );
}

function Said({ recall }: { recall: Recall }): VNode {
  const t = useWords();
  const { reason, advice, basis, phone, issuer, openedAt, suspects, complete } = recall;
  const typed = (text: string | null): VNode | null => (text === null ? null : <Typed text={text} />);
  return (
    <section class="card">
      <RecallState recall={recall} />
      <Facts
        facts={[
          [words.reason, typed(reason)],
          [words.whatToDo, typed(advice)],
          [words.basis, typed(basis)],
          [words.call, typed(phone)],
          [words.issuer, typed(issuer.name)],
          [words.openedAt, <At key="opened" time={openedAt} />],
        ]}
      />
      {suspects.every(({ recorded }) => recorded) ? null : <p class="note">{t(words.incompleteEntries)}</p>}
      {complete ? null : (
        <p>
          <Chip tone="warn">{t(words.incomplete)}</Chip>
        </p>
      )}
    </section>
  );
}

function Panes({ recall }: { recall: Recall }): VNode {
  const t = useWords();
  const graph = useMemo(() => recallGraph(recall), [recall]);
  const columns = useWhereabouts(recall);
  return (
    <>
      <Summary recall={recall}>
        <div class="row">
          <KeepTable name={`recall-${recall.id}.csv`} rows={() => recallRows(recall, t)} />
        </div>
      </Summary>
      <Card title={t(words.graph)}>
        <GraphPane graph={graph} here={`/recalls/${recall.id}`} more={columns} />
      </Card>
    </>
  );
}

/** The column that says where the goods of a batch are, or of all batches of an organization. */
function useWhereabouts({ batches }: Recall): readonly Column<GraphBox>[] {
  const t = useWords();
  const saySums = useSums();
  const byId = useMemo(() => new Map(batches.map((one) => [one.batch, one])), [batches]);
  return [
    {
      words: words.where,
      cell: (box) => {
        const told = lotsOf(box).flatMap(({ id }) => {
          const one = byId.get(id);
          return one?.detail == null ? [] : [{ unit: one.unit, where: one.detail.whereabouts }];
        });
        if (told.length === 0) return t(words.notTold);
        return (
          <ul>
            {places.map((place) => {
              const some = told.filter(({ where }) => where[place] !== '0');
              return some.length === 0 ? null : (
                <li key={place}>
                  {t(placeWords[place])}{' '}
                  {saySums(sumsOf(some.map(({ where, unit }) => ({ value: where[place], unit }))))}
                </li>
              );
            })}
          </ul>
        );
      },
    },
  ];
}

function recallRows(
  { batches, holders }: Recall,
  t: ReturnType<typeof useWords>,
): readonly (readonly Cell[])[] {
  const byId = new Map(holders.map((holder) => [holder.organization, holder]));
  const head = ['step', 'batch', 'code', 'lot', 'product', 'holder', 'county', 'unit', ...places, 'told'];
  const row = ({ step, batch, code, lot, product, organization, unit, detail }: AffectedBatch) => {
    const holder = byId.get(organization);
    const quantities = places.map((place) => (detail === null ? '' : detail.whereabouts[place]));
    const told = detail === null ? t(words.notTold) : '';
    const named = [step, batch, code, lot ?? '', product, holder?.name ?? '', holder?.region ?? '', unit];
    return [...named, ...quantities, told];
  };
  return [head, ...batches.map(row)];
}

/** The end of a recall, by who opened it. */
function Withdrawal({ recall, onDone }: { recall: Recall; onDone: () => void }): VNode | null {
  const { account, api } = useSurroundings();
  const t = useWords();
  const [reason, setReason] = useState<string | null>(null);
  const act = useAct();
  const key = useMemo(() => uuidv7(), [reason]);
  const isOurs = account.organizations.some(({ id }) => id === recall.issuer.id);
  if (recall.state !== 'open' || !isOurs) return null;
  const withdraw = (): void =>
    void act.act(() => api.send('POST', `/api/v1/recalls/${recall.id}/withdrawal`, { reason }, key), onDone);
  return (
    <Card title={t(words.withdraw)}>
      <Form
        act={act}
        submit={words.withdrawLook}
        onSubmit={(field) => {
          setReason(field('reason'));
        }}
      >
        <Lines
          act={act}
          name="reason"
          words={words.withdrawReason}
          hint={words.reasonHint}
          max={300}
          isRequired
        />
      </Form>
      {reason === null || reason === '' ? null : (
        <div class="stack">
          <p>
            <Typed text={reason} />
          </p>
          <ConfirmButton
            words={words.withdraw}
            question={words.askWithdraw}
            isDisabled={act.isBusy}
            onConfirm={withdraw}
          />
        </div>
      )}
    </Card>
  );
}
