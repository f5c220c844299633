import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import { Screen } from '../app/screen.js';
import { accessWords as words } from '../words-accesses.js';
import { consoleWords } from '../words-console.js';
import { About, Doer, Done, Why, type Access } from './access.js';
import { Read, useReading } from './answers.js';
import { useAll, type Gathered } from './gathered.js';
import { OrganizationFinder } from './organization-finder.js';
import { At, Foreign, Table, WayTo, type Column } from './parts.js';
import type { Place } from './place.js';
import { holds, useSurroundings, useWords, type KnownOrganization } from './surroundings.js';

/**
 * `#/accesses`: which power was used over the organization; for inspectors, regulators and admins also the way to
 * others. `#/accesses?of=<organization>`: over that one.
 */
export function AccessesScreen({ place }: { place: Place }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const { organization } = around;
  const of = place.query.get('of');
  const isOfficial = holds(around, 'inspector', 'regulator', 'admin');
  return (
    <Screen title={t(words.title)}>
      <Told />
      {of !== null && of !== organization?.id ? (
        <>
          <OfAnother key={of} of={of} />
          <WayTo place="/accesses" words={words.back} />
        </>
      ) : (
        <>
          {organization === null ? null : (
            <Accesses key={organization.id} of={organization.id} name={organization.name} />
          )}
          {isOfficial ? (
            <OrganizationFinder
              title={words.ofOthers}
              screen="accesses"
              find={place.query.get('find') ?? ''}
              placeOf={(id) => `/accesses?of=${id}`}
            />
          ) : null}
        </>
      )}
    </Screen>
  );
}

/** What is stated, and what is not. */
function Told(): VNode {
  const t = useWords();
  return (
    <section class="card">
      {[words.told, words.first, words.untold, words.elsewhere, words.names].map((one) => (
        <p key={one.en}>{t(one)}</p>
      ))}
    </section>
  );
}

function OfAnother({ of }: { of: string }): VNode {
  const reading = useReading<KnownOrganization>(`/api/v1/organizations/${encodeURIComponent(of)}`);
  return <Read reading={reading}>{({ id, name }) => <Accesses of={id} name={name} />}</Read>;
}

/** Reads all of it, as the API begins with the oldest; what is more than one reading goes is there on request. */
function Accesses({ of, name }: { of: string; name: string }): VNode {
  const t = useWords();
  const [after, setAfter] = useState(0);
  const reading = useAll<Access>(`/api/v1/organizations/${of}/accesses?limit=200&after=${after}`);
  return (
    <section class="card">
      <h2>
        <Foreign text={name} />
      </h2>
      <Read reading={reading}>
        {({ items, isWhole }: Gathered<Access>) => {
          const last = items.at(-1)?.seq ?? after;
          return (
            <>
              <AccessTable key={after} of={of} items={items} />
              {isWhole ? null : (
                <div class="note">
                  <p>{fill(t(words.notAll), { n: last })}</p>
                  <button
                    type="button"
                    class="quiet"
                    onClick={() => {
                      setAfter(last);
                    }}
                  >
                    {t(words.goOn)}
                  </button>
                </div>
              )}
            </>
          );
        }}
      </Read>
    </section>
  );
}

/** Rows that are shown at first, and added by each press. */
const rowsAtOnce = 50;

function AccessTable({ of, items }: { of: string; items: readonly Access[] }): VNode {
  const { account } = useSurroundings();
  const t = useWords();
  const [shown, setShown] = useState(rowsAtOnce);
  const isOwn = account.organizations.some(({ id }) => id === of);
  const columns: readonly Column<Access>[] = [
    { words: words.what, cell: (one) => <Done of={one} /> },
    { words: words.at, cell: ({ at }) => <At time={at} /> },
    { words: words.who, cell: (one) => <Doer of={one} /> },
    { words: words.about, cell: (one) => <About of={one} isOwn={isOwn} /> },
    { words: words.reason, cell: (one) => <Why of={one} /> },
    { words: words.entry, cell: ({ seq }) => fill(t(words.number), { n: seq }) },
  ];
  return (
    <>
      <Table
        caption={t(words.list)}
        isCaptionShown
        columns={columns}
        rows={[...items].reverse().slice(0, shown)}
        keyOf={({ seq }) => String(seq)}
        empty={words.none}
      />
      {items.length <= shown ? null : (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setShown(shown + rowsAtOnce);
          }}
        >
          {t(consoleWords.more)}
        </button>
      )}
    </>
  );
}
