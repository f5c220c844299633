import type { VNode } from 'preact';
import type { Words } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { breakGlassWords as words } from '../words-break-glass.js';
import { Read } from './answers.js';
import { Typed } from './batch-names.js';
import { BreakGlassState, breakGlassPath, Requester, type BreakGlass } from './break-glass.js';
import { BreakGlassAsk } from './break-glass-ask.js';
import { BreakGlassRequest } from './break-glass-request.js';
import { useAll } from './gathered.js';
import { At, Card, Table, type Column } from './parts.js';
import type { Place } from './place.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/**
 * `#/break-glass`: looks beyond one's own that one asked for or may decide about, and asking for one, of what `code`,
 * `uscc`, `organization` or `batch` of the address names. `#/break-glass/<id>`: one of them.
 */
export function BreakGlassScreen({ place }: { place: Place }): VNode {
  const [id] = place.rest;
  return id === undefined ? (
    <BreakGlassList place={place} />
  ) : (
    <BreakGlassRequest key={id} id={id} batch={place.query.get('batch')} />
  );
}

function BreakGlassList({ place }: { place: Place }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const reading = useAll<BreakGlass>(`${breakGlassPath}?limit=200`);
  const isDeciding = holds(around, 'regulator', 'admin');
  // What somebody came for stands first.
  const isAsking = place.query.size > 0;
  return (
    <Screen title={t(words.title)}>
      <p>{t(words.what)}</p>
      <Read reading={reading}>
        {({ items }) => {
          const waiting = items.filter(({ own, state }) => !own && state === 'pending');
          const settled = items.filter(({ own, state }) => !own && state !== 'pending');
          const own = items.filter((one) => one.own);
          const ask = <BreakGlassAsk query={place.query} own={own} again={reading.again} />;
          return (
            <>
              {isAsking ? ask : null}
              {isDeciding ? <Requests title={words.waiting} rows={waiting} empty={words.noWaiting} /> : null}
              {isAsking ? null : ask}
              <Requests title={words.own} rows={own} empty={words.noOwn} />
              {settled.length === 0 ? null : (
                <Requests title={words.others} rows={settled} empty={words.noWaiting} />
              )}
            </>
          );
        }}
      </Read>
    </Screen>
  );
}

interface RequestsProps {
  readonly title: Words;
  readonly rows: readonly BreakGlass[];
  readonly empty: Words;
}

/** Requests, newest first. */
function Requests({ title, rows, empty }: RequestsProps): VNode {
  const t = useWords();
  const columns: readonly Column<BreakGlass>[] = [
    {
      words: words.organization,
      cell: ({ id, organizationName }) => (
        <a class="target" href={`#/break-glass/${id}`}>
          <Typed text={organizationName} />
        </a>
      ),
    },
    { words: words.state, cell: ({ state }) => <BreakGlassState state={state} /> },
    { words: words.requester, cell: (one) => <Requester of={one} /> },
    { words: words.reason, cell: ({ reason }) => <Typed text={reason} /> },
    { words: words.asked, cell: ({ requestedAt }) => <At time={requestedAt} /> },
    {
      words: words.until,
      cell: ({ state, expiresAt, until }) => (state === 'refused' ? '—' : <At time={until ?? expiresAt} />),
    },
  ];
  return (
    <Card title={t(title)}>
      <Table
        caption={t(title)}
        columns={columns}
        rows={[...rows].sort((one, other) => other.requestedAt.localeCompare(one.requestedAt))}
        keyOf={({ id }) => id}
        empty={empty}
      />
    </Card>
  );
}
