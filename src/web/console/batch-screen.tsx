import type { FunctionComponent, VNode } from 'preact';
import { fill, type Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { batchWords, stopWords } from '../words-batches.js';
import { graphWords } from '../words-graph.js';
import { recallWords } from '../words-recalls.js';
import { storingWords } from '../words-storing.js';
import { readAnchor } from './entry-anchor.js';
import { Read, useReading, gathered, useGathered } from './answers.js';
import type { Listed } from './api.js';
import { BalanceBar } from './balance-bar.js';
import { CertificatesPart, LabelsPart } from './batch-certificates.js';
import { GraphPart } from './batch-graph.js';
import { BatchLink, BatchState, Typed } from './batch-names.js';
import { PlotsPart } from './batch-plots.js';
import { ProofsPart } from './batch-proofs.js';
import type { Batch, Certificate } from './batch-shapes.js';
import { TimelinePart } from './batch-timeline.js';
import { WayBeyond } from './break-glass.js';
import { useNamesOf } from './gathered.js';
import { holdAddress } from './hold-address.js';
import { At, Card, Code, Facts } from './parts.js';
import { holds, mayRecordFor, useSurroundings, useWords } from './surroundings.js';

/** A part of the page of a batch. */
export type BatchPart = FunctionComponent<{ batch: Batch }>;

const parts: Readonly<Record<string, { readonly words: Words; readonly Drawn: BatchPart }>> = {
  timeline: { words: batchWords.timeline, Drawn: TimelinePart },
  graph: { words: batchWords.graph, Drawn: GraphPart },
  plots: { words: batchWords.plots, Drawn: PlotsPart },
  certificates: { words: batchWords.certificates, Drawn: CertificatesPart },
  labels: { words: batchWords.labels, Drawn: LabelsPart },
  proofs: { words: batchWords.proofs, Drawn: ProofsPart },
};

/** One batch: what it is and where its goods are, and below one of its parts. */
export function BatchScreen({ id, part }: { id: string; part: string }): VNode {
  const t = useWords();
  const reading = useReading<Batch>(`/api/v1/batches/${encodeURIComponent(id)}`);
  const { answer } = reading;
  const title = answer?.fault === null ? (answer.body.lot ?? t(batchWords.noLot)) : t(batchWords.batches);
  return (
    <Screen title={title}>
      <Read reading={reading}>
        {(batch) => (
          <>
            <Head batch={batch} />
            <Parts batch={batch} part={part} />
          </>
        )}
      </Read>
      <WayBeyond reading={reading} query={`batch=${encodeURIComponent(id)}`} />
    </Screen>
  );
}

function Parts({ batch, part }: { batch: Batch; part: string }): VNode {
  const t = useWords();
  const chosen = Object.hasOwn(parts, part) ? parts[part] : undefined;
  return (
    <>
      <nav class="tabs" aria-label={t(batchWords.parts)}>
        {Object.entries(parts).map(([name, { words }]) => (
          <a
            key={name}
            href={`#/batches/${batch.id}/${name}`}
            aria-current={name === part ? 'page' : undefined}
          >
            {t(words)}
          </a>
        ))}
      </nav>
      {chosen === undefined ? <p>{t(batchWords.notThere)}</p> : <chosen.Drawn batch={batch} />}
    </>
  );
}

function Head({ batch }: { batch: Batch }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const names = useNamesOf(batch);
  const certificates = useReading<Listed<Certificate>>(`/api/v1/batches/${batch.id}/certificates`);
  const isCertified =
    certificates.answer?.fault === null &&
    certificates.answer.body.items.some(({ state }) => state === 'valid');
  return (
    <div class="sides">
      <section class="card">
        <Facts
          facts={[
            [
              batchWords.product,
              names.product === null ? t(batchWords.notTold) : <Typed text={names.product} />,
            ],
            [batchWords.lot, batch.lot === null ? t(batchWords.noLot) : <Typed text={batch.lot} />],
            [batchWords.code, <Code key="code" code={batch.code} />],
            [batchWords.organization, <Typed key="who" text={names.organization ?? t(batchWords.notTold)} />],
            [batchWords.opened, <At key="opened" time={batch.openedAt} />],
            [batchWords.state, <BatchState key="state" batch={batch} isCertified={isCertified} />],
            [batchWords.heldBy, batch.stops.length === 0 ? null : <Stops key="stops" batch={batch} />],
          ]}
        />
        {holds(around, 'owner', 'recorder', 'inspector', 'regulator') ? (
          <div class="row">
            <a class="button quiet" href={holdAddress(batch.id, `/batches/${batch.id}`)}>
              {t(graphWords.hold)}
            </a>
            <a class="button quiet" href={`#/recalls/new?batch=${batch.code}`}>
              {t(recallWords.recallIt)}
            </a>
            {mayRecordFor(around, batch.organization) ? (
              <a class="button quiet" href={`#/storage/${batch.id}`}>
                {t(storingWords.store)}
              </a>
            ) : null}
          </div>
        ) : null}
      </section>
      <Card title={t(batchWords.balance)}>
        <BalanceBar balance={batch.balance} />
        <Anchor batch={batch} />
      </Card>
    </div>
  );
}

function Stops({ batch }: { batch: Batch }): VNode {
  const t = useWords();
  return (
    <ul>
      {batch.stops.map(({ batch: on, by }) => (
        <li key={`${on} ${by}`}>
          {t(stopWords[by])} · {on === batch.id ? t(batchWords.ofThis) : t(batchWords.ofSource)}{' '}
          {on === batch.id ? null : <BatchLink batch={{ id: on, lot: null, code: on }} />}
        </li>
      ))}
    </ul>
  );
}

/** How long the chain is, and where its end stands in the public log. */
function Anchor({ batch }: { batch: Batch }): VNode {
  const t = useWords();
  const { answer } = useGathered(batch.leafHash, async (api) => {
    const proof = await api.file(`/log/proof/${batch.leafHash}`);
    return proof.fault === null ? gathered(readAnchor(await proof.body.text())) : proof;
  });
  const anchor = answer?.fault === null ? answer.body : null;
  return (
    <Facts
      facts={[
        [batchWords.chain, fill(t(batchWords.entries), { count: batch.seq })],
        [batchWords.head, <Code key="head" code={batch.leafHash} />],
        [
          batchWords.anchor,
          answer === null
            ? null
            : anchor === null
              ? t(batchWords.notAnchored)
              : fill(t(batchWords.anchored), { index: anchor.index + 1, size: anchor.size }),
        ],
        [
          batchWords.witnessed,
          anchor?.witnessedAt == null ? null : <At key="at" time={anchor.witnessedAt} />,
        ],
      ]}
    />
  );
}
