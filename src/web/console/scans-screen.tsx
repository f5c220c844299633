import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { scanWarningWords as words } from '../words-scans.js';
import { Read, ReadList, useAct, useReading } from './answers.js';
import type { Listed } from './api.js';
import { Form, Lines, Select } from './fields.js';
import { At, Card, Chip, Code, Facts, Foreign, Table, WayTo } from './parts.js';
import type { Place } from './place.js';
import { mayRecordFor, useSurroundings, useWords } from './surroundings.js';

interface ScanWarning {
  readonly id: string;
  readonly organization: string;
  readonly batch: string;
  readonly number: number;
  readonly code: string;
  readonly detail: string;
  readonly since: string;
  readonly lastDay: string;
  readonly looks: number;
  readonly state: 'open' | 'closed';
  readonly closedAt: string | null;
  readonly reason: string | null;
}

/** `#/scans`: labels that were scanned unusually. `#/scans/<id>`: one of them, and what was found out. */
export function ScansScreen({ place }: { place: Place }): VNode {
  const [id] = place.rest;
  return id === undefined ? <Warnings /> : <Warning key={id} id={id} />;
}

function Warnings(): VNode {
  const { organization } = useSurroundings();
  const t = useWords();
  const [state, setState] = useState('open');
  const whose = organization === null ? '' : `&organization=${organization.id}`;
  const reading = useReading<Listed<ScanWarning>>(`/api/v1/scan-warnings?state=${state}&limit=50${whose}`);
  const act = useAct();
  const states = (['open', 'closed'] as const).map((value) => ({ value, text: t(words[value]) }));
  return (
    <Screen title={t(words.title)}>
      <section class="card">
        <p>{t(words.what)}</p>
        <Select
          act={act}
          name="state"
          words={words.state}
          value={state}
          options={states}
          onChoose={setState}
        />
        <ReadList reading={reading}>
          {(items) => (
            <Table
              caption={t(words.title)}
              rows={items}
              keyOf={({ id }) => id}
              empty={words.none}
              columns={[
                { words: words.label, cell: ({ code }) => <Code code={code} /> },
                { words: words.noticed, cell: ({ detail }) => <Foreign text={detail} /> },
                { words: words.since, cell: ({ since }) => <At time={since} /> },
                { words: words.look, cell: ({ id }) => <a href={`#/scans/${id}`}>{t(words.look)}</a> },
              ]}
            />
          )}
        </ReadList>
      </section>
    </Screen>
  );
}

function Warning({ id }: { id: string }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const path = `/api/v1/scan-warnings/${encodeURIComponent(id)}`;
  const reading = useReading<ScanWarning>(path);
  return (
    <Screen title={t(words.title)}>
      <Read reading={reading}>
        {(warning) => (
          <>
            <section class="card">
              <Told warning={warning} />
            </section>
            {warning.state === 'open' && mayRecordFor(around, warning.organization) ? (
              <Close path={path} again={reading.again} />
            ) : null}
          </>
        )}
      </Read>
      <WayTo place="/scans" words={words.back} />
    </Screen>
  );
}

function Told({ warning }: { warning: ScanWarning }): VNode {
  const t = useWords();
  const { batch, number, code, detail, since, lastDay, looks, state, closedAt, reason } = warning;
  return (
    <>
      <Facts
        facts={[
          [words.label, <Code key="code" code={code} />],
          [words.number, String(number)],
          [words.noticed, <Foreign key="detail" text={detail} />],
          [words.since, <At key="since" time={since} />],
          [words.looks, fill(t(words.looksBy), { n: looks, day: lastDay })],
        ]}
      />
      <p>
        <a href={`#/batches/${batch}`}>{t(words.toBatch)}</a>
      </p>
      <div role="status">
        <Chip tone={state === 'open' ? 'warn' : 'plain'}>{t(words[state])}</Chip>{' '}
        {closedAt === null ? null : <At time={closedAt} />}
      </div>
      {reason === null ? null : (
        <p>
          <Foreign text={reason} />
        </p>
      )}
    </>
  );
}

function Close({ path, again }: { path: string; again: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  return (
    <Card title={t(words.close)}>
      <p>{t(words.closeWhat)}</p>
      <Form
        act={act}
        submit={words.close}
        onSubmit={(field) =>
          void act.act(() => api.send('POST', `${path}/closing`, { reason: field('reason') }), again)
        }
      >
        <Lines act={act} name="reason" words={words.reason} hint={words.reasonHint} max={400} isRequired />
      </Form>
    </Card>
  );
}
