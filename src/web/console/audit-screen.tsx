import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { auditScreenWords as words } from '../words-audit.js';
import { consoleWords } from '../words-console.js';
import { FaultNote, Read, ReadList, useAct, useReading } from './answers.js';
import type { Fault, Listed } from './api.js';
import { AnchorCard } from './audit-anchor.js';
import { ChainFaults } from './audit-faults.js';
import { ChainName, Difference } from './audit-parts.js';
import { type Chain, followRun, type Run } from './audit-run.js';
import { KeepButton } from './keep-button.js';
import { At, Card, Chip, Copyable, Facts, Foreign, Table, type Tone } from './parts.js';
import type { Place } from './place.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** State of all chains of the region, checked again before the reader's eyes (faces.md S8). `#/audit?state=<state>`. */
export function AuditScreen({ place }: { place: Place }): VNode {
  const t = useWords();
  const runs = useReading<Listed<Run>>('/api/v1/audit/runs?limit=10');
  return (
    <Screen title={t(words.title)}>
      <p>{t(words.lead)}</p>
      <Read reading={runs}>{({ items }) => <Runs items={items} again={runs.again} />}</Read>
      <AnchorCard />
      <Chains place={place} runs={runs.answer} />
      <OfflineCard />
    </Screen>
  );
}

/** What the newest whole check found, and the one that runs. */
function Runs({ items, again }: { items: readonly Run[]; again: () => void }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const start = useAct();
  const [started, setStarted] = useState<string | null>(null);
  const running = started ?? items.find(({ state }) => state === 'running')?.id ?? null;
  const latest = items.find(({ counts }) => counts !== null);
  const begin = (): void =>
    void start.act(
      () => around.api.send<Run>('POST', '/api/v1/audit/runs'),
      ({ id }) => {
        setStarted(id);
      },
    );
  return (
    <>
      <Card title={t(words.latest)}>
        {items[0]?.state === 'interrupted' ? <p class="note">{t(words.interrupted)}</p> : null}
        {latest === undefined ? <p>{t(words.never)}</p> : <Found run={latest} />}
        {start.fault === null ? null : <FaultNote fault={start.fault} />}
        <div class="row">
          {holds(around, 'regulator', 'admin') ? (
            <button type="button" disabled={start.isBusy || running !== null} onClick={begin}>
              {t(words.start)}
            </button>
          ) : null}
          {latest === undefined ? null : (
            <KeepButton
              words={words.report}
              path={`/api/v1/audit/runs/${latest.id}/report`}
              name={`audit-${latest.id}.jws`}
            />
          )}
        </div>
        {running === null ? null : (
          <Progress
            key={running}
            id={running}
            done={() => {
              setStarted(null);
              again();
            }}
          />
        )}
      </Card>
      {latest?.state === 'failed' ? <ChainFaults runId={latest.id} /> : null}
    </>
  );
}

function Found({ run }: { run: Run }): VNode {
  const t = useWords();
  const { counts, fault, endedAt, size } = run;
  const { chains, passed, failed, entries } = counts ?? { chains: 0, passed: 0, failed: 0, entries: 0 };
  return (
    <>
      <ul class="cards">
        <Figure tone="plain" words={words.chains} n={chains} />
        <Figure tone="good" words={words.passed} n={passed} />
        <Figure tone={failed === 0 ? 'plain' : 'bad'} words={words.failed} n={failed} />
      </ul>
      {fault === null ? null : (
        <div class="note" role="alert">
          <p class="fault">{t(words.logAtFault)}</p>
          <p>
            <Foreign text={fault.detail} />
          </p>
          <Difference fault={fault} />
        </div>
      )}
      <Facts
        facts={[
          [words.checkedAt, endedAt === null ? null : <At time={endedAt} />],
          [words.entries, fill(t(words.entriesUnit), { n: entries })],
          [words.logSize, fill(t(words.entriesUnit), { n: size })],
        ]}
      />
    </>
  );
}

function Figure({ tone, words: name, n }: { tone: Tone; words: Words; n: number }): VNode {
  const t = useWords();
  return (
    <li class="stack">
      <p>
        <Chip tone={tone}>{t(name)}</Chip>
      </p>
      <p class="figure">{fill(t(words.chainsUnit), { n })}</p>
    </li>
  );
}

/** A run as it goes on. That it runs and that it ended is told; how far it is, is shown. */
function Progress({ id, done }: { id: string; done: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const [run, setRun] = useState<Run | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  useEffect(() => {
    const watch = new AbortController();
    const heard = (now: Run | null, lost: Fault | null): void => {
      setFault(lost);
      if (now !== null) setRun(now);
      if (now !== null && now.state !== 'running') done();
    };
    void followRun(api, id, heard, watch.signal);
    return () => {
      watch.abort();
    };
  }, [id]);
  const { read = 0, size = 1 } = run ?? {};
  return (
    <div class="stack">
      <p role="status">{t(words.running)}</p>
      <progress aria-label={t(words.running)} max={size} value={read} />
      <p class="number">{run === null ? '' : fill(t(words.progress), { read, size })}</p>
      <p role="status">{fault === null ? '' : t(words.lost)}</p>
    </div>
  );
}

const states = ['failed', 'passed', 'unchecked'] as const;
const tones: Readonly<Record<Chain['state'], Tone>> = { failed: 'bad', passed: 'good', unchecked: 'plain' };

/** The chains of the region by state. */
function Chains({ place, runs }: { place: Place; runs: object | null }): VNode {
  const t = useWords();
  const state = states.find((one) => one === place.query.get('state')) ?? null;
  const tab = (target: Chain['state'] | null, name: Words): VNode => (
    <a
      href={`#/audit${target === null ? '' : `?state=${target}`}`}
      aria-current={target === state ? 'true' : undefined}
    >
      {t(name)}
    </a>
  );
  return (
    <Card title={t(words.list)}>
      <nav class="tabs" aria-label={t(words.state)}>
        {tab(null, words.all)}
        {states.map((one) => tab(one, words[one]))}
      </nav>
      <ChainList key={state} state={state} runs={runs} />
    </Card>
  );
}

/** Read anew after each check. */
function ChainList({ state, runs }: { state: Chain['state'] | null; runs: object | null }): VNode {
  const t = useWords();
  const reading = useReading<Listed<Chain>>(
    `/api/v1/audit/chains?limit=50${state === null ? '' : `&state=${state}`}`,
  );
  useEffect(() => {
    if (runs !== null) reading.again();
  }, [runs]);
  return (
    <ReadList reading={reading}>
      {(items) => (
        <Table
          caption={t(state === null ? words.all : words[state])}
          rows={items}
          keyOf={({ chain }) => chain}
          empty={words.noChains}
          columns={[
            { words: words.chain, cell: (chain) => <ChainName chain={chain} /> },
            { words: words.organization, cell: ({ organization }) => <Foreign text={organization.name} /> },
            {
              words: words.state,
              cell: (chain) => <Chip tone={tones[chain.state]}>{t(words[chain.state])}</Chip>,
            },
            { words: words.count, cell: ({ entries }) => entries, isNumber: true },
            { words: consoleWords.recorded, cell: ({ recordedAt }) => <At time={recordedAt} /> },
            { words: words.checked, cell: (chain) => <Checked chain={chain} /> },
          ]}
        />
      )}
    </ReadList>
  );
}

function Checked({ chain: { checked, entries } }: { chain: Chain }): VNode {
  const t = useWords();
  if (checked?.at == null) return <>—</>;
  return (
    <>
      <At time={checked.at} />
      {checked.entries < entries ? (
        <div class="small quiet">{fill(t(words.soundUntil), { n: checked.entries })}</div>
      ) : null}
    </>
  );
}

function OfflineCard(): VNode {
  const t = useWords();
  const { origin } = location;
  return (
    <Card title={t(words.offlineTitle)}>
      <p>{t(words.offlineLead)}</p>
      <p>{t(words.offlineLog)}</p>
      <Copyable text={`furrow audit ${origin}/log --trust trust.json --token …`} />
      <p>{t(words.offlineBatch)}</p>
      <Copyable text="furrow verify evidence.json --trust trust.json" />
      <p>
        <a href="/.well-known/furrow/trust.json" download="trust.json">
          trust.json
        </a>
      </p>
    </Card>
  );
}
