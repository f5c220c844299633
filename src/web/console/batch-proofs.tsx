import type { VNode } from 'preact';
import { base64Decode } from '../../ledger/bytes.js';
import { batchPartWords as words } from '../words-batches.js';
import { FaultNote, ReadList, useAct, useReading, gathered } from './answers.js';
import type { Answer, Api, Listed } from './api.js';
import type { Batch, BatchEvent } from './batch-shapes.js';
import { nameOfKind } from './batch-timeline.js';
import { KeepButton } from './keep-button.js';
import { Card, Code, Copyable, keepFile, Table } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface Evidence {
  readonly chains: readonly {
    readonly chain: string;
    readonly role: string;
    readonly entries: readonly { readonly entry: string }[];
  }[];
}

const command = 'furrow verify evidence.json --trust trust.json';

/** The bytes of one entry as they were hashed, out of the evidence; null while it is not in there. */
async function entryOf(api: Api, batch: Batch, seq: number): Promise<Answer<Blob | null>> {
  const answer = await api.get<Evidence>(`/api/v1/batches/${batch.id}/evidence`);
  if (answer.fault !== null) return answer;
  const entry = answer.body.chains.find(({ role }) => role === 'subject')?.entries[seq - 1]?.entry;
  if (entry === undefined) return gathered(null);
  return gathered(new Blob([new Uint8Array(base64Decode(entry))], { type: 'application/json' }));
}

/** Every entry with its hash, its bytes and its proof, and all that is needed to check the batch without this service. */
export function ProofsPart({ batch }: { batch: Batch }): VNode {
  const t = useWords();
  const reading = useReading<Listed<BatchEvent>>(`/api/v1/batches/${batch.id}/events`);
  return (
    <>
      <Card title={t(words.evidence)}>
        <p>{t(words.evidenceWhat)}</p>
        <div class="row">
          <KeepButton
            words={words.evidence}
            path={`/api/v1/batches/${batch.id}/evidence`}
            name="evidence.json"
          />
          <KeepButton words={words.trust} path="/.well-known/furrow/trust.json" name="trust.json" />
        </div>
        <p>{t(words.command)}</p>
        <Copyable text={command} />
      </Card>
      <section class="card">
        <ReadList reading={reading}>{(events) => <Entries batch={batch} events={events} />}</ReadList>
      </section>
    </>
  );
}

function Entries({ batch, events }: { batch: Batch; events: readonly BatchEvent[] }): VNode {
  const t = useWords();
  return (
    <Table
      caption={t(words.entryTable)}
      isCaptionShown
      rows={events}
      keyOf={({ seq }) => String(seq)}
      empty={words.noEntries}
      columns={[
        { words: words.entry, cell: ({ seq }) => `#${seq}` },
        { words: words.kind, cell: ({ kind }) => nameOfKind(kind, t) },
        { words: words.hash, cell: ({ leafHash }) => <Code code={leafHash} /> },
        {
          words: words.download,
          cell: ({ seq, leafHash }) => (
            <div class="row">
              <EntryButton batch={batch} seq={seq} />
              <KeepButton
                words={words.proofFile}
                path={`/log/proof/${leafHash}`}
                name={`entry-${seq}.tlog-proof`}
              />
            </div>
          ),
        },
      ]}
    />
  );
}

function EntryButton({ batch, seq }: { batch: Batch; seq: number }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const keeping = useAct();
  const keep = (): Promise<void> =>
    keeping.act(
      async () => {
        const entry = await entryOf(api, batch, seq);
        return entry.fault === null && entry.body === null ? { fault: missing(t) } : entry;
      },
      (content) => {
        if (content !== null) keepFile(`entry-${seq}.json`, content);
      },
    );
  return (
    <>
      <button type="button" class="quiet" disabled={keeping.isBusy} onClick={() => void keep()}>
        {t(words.entryFile)}
      </button>
      {keeping.fault === null ? null : <FaultNote fault={keeping.fault} />}
    </>
  );
}

function missing(t: ReturnType<typeof useWords>) {
  return { status: 404, title: t(words.notInEvidence), detail: '', errors: [] };
}
