import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Screen } from '../app/screen.js';
import { deskWords } from '../words-desk.js';
import { labelKeyWords as words } from '../words-label-keys.js';
import { FaultNote, Read, useAct, type Reading } from './answers.js';
import { mayBeDone } from './api.js';
import { afterClash, useEventKey } from './event-key.js';
import { useAll, type Gathered } from './gathered.js';
import { KeyState, type Key } from './key-screen.js';
import { At, Card, Chip, Code, ConfirmButton, Facts, Table, WayTo } from './parts.js';
import type { Place } from './place.js';
import { RevokeKey } from './revoke-key.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

const path = '/api/v1/label-keys';

/** `#/label-keys`: the keys that sign labels, and the next one. `#/label-keys/<kid>`: revokes one of them. For admins. */
export function LabelKeysScreen({ place }: { place: Place }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const [kid] = place.rest;
  const isAdmin = holds(around, 'admin');
  const reading = useAll<Key>(isAdmin ? `${path}?limit=200` : null);
  if (!isAdmin)
    return (
      <Screen title={t(words.title)}>
        <p>{t(words.cannot)}</p>
      </Screen>
    );
  return kid === undefined ? <Keys reading={reading} /> : <OneKey key={kid} kid={kid} reading={reading} />;
}

/** The newest key that is not revoked: new labels are signed with it. */
function currentOf(keys: readonly Key[]): Key | undefined {
  return newestFirst(keys).find(({ revokedFrom }) => revokedFrom === null);
}

function newestFirst(keys: readonly Key[]): readonly Key[] {
  return [...keys].sort(
    (one, other) => other.validFrom.localeCompare(one.validFrom) || one.kid.localeCompare(other.kid),
  );
}

interface Listing {
  readonly reading: Reading<Gathered<Key>>;
}

function Keys({ reading }: Listing): VNode {
  const t = useWords();
  return (
    <Screen title={t(words.title)}>
      <section class="card">
        <p>{t(words.what)}</p>
        <Read reading={reading}>{({ items }) => <KeyTable keys={items} />}</Read>
      </section>
      <NextKey again={reading.again} />
    </Screen>
  );
}

function KeyTable({ keys }: { keys: readonly Key[] }): VNode {
  const t = useWords();
  const current = currentOf(keys);
  return (
    <>
      {current === undefined ? <p class="note">{t(words.noneValid)}</p> : null}
      <Table
        caption={t(words.title)}
        rows={newestFirst(keys)}
        keyOf={({ kid }) => kid}
        columns={[
          { words: deskWords.key, cell: ({ kid }) => <Code code={kid} /> },
          { words: deskWords.validFrom, cell: ({ validFrom }) => <At time={validFrom} /> },
          { words: deskWords.state, cell: (key) => <KeyState of={key} /> },
          {
            words: words.use,
            cell: ({ kid }) =>
              kid === current?.kid ? <Chip tone="good">{t(words.current)}</Chip> : t(words.earlier),
          },
          {
            words: deskWords.revoke,
            cell: ({ kid, state }) =>
              state === 'valid' ? (
                <a class="button quiet" href={`#/label-keys/${kid}`}>
                  {t(deskWords.revoke)}
                </a>
              ) : (
                '—'
              ),
          },
        ]}
      />
    </>
  );
}

function NextKey({ again }: { again: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const [isMade, setMade] = useState(false);
  const make = (): void => {
    setMade(false);
    void act.act(
      async () => {
        const answer = await api.send('POST', path, {}, key.now());
        if (mayBeDone(answer.fault)) again();
        return afterClash(answer, key, again);
      },
      () => {
        key.next();
        setMade(true);
        again();
      },
    );
  };
  return (
    <Card title={t(words.make)}>
      <p>{t(words.makeWhat)}</p>
      <p>{t(words.stated)}</p>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div class="row">
        <ConfirmButton
          words={words.make}
          question={words.makeSure}
          isDisabled={act.isBusy}
          onConfirm={make}
        />
      </div>
      <p role="status">{isMade ? t(words.makeDone) : mayBeDone(act.fault) ? t(words.makeLost) : ''}</p>
    </Card>
  );
}

function OneKey({ kid, reading }: Listing & { kid: string }): VNode {
  const t = useWords();
  return (
    <Screen title={t(words.one)}>
      <Read reading={reading}>
        {({ items }) => {
          const found = items.find((one) => one.kid === kid);
          return found === undefined ? (
            <p>{t(words.notThere)}</p>
          ) : (
            <Revocation of={found} isCurrent={currentOf(items)?.kid === kid} again={reading.again} />
          );
        }}
      </Read>
      <WayTo place="/label-keys" words={words.back} />
    </Screen>
  );
}

interface RevocationProps {
  readonly of: Key;
  readonly isCurrent: boolean;
  readonly again: () => void;
}

function Revocation({ of, isCurrent, again }: RevocationProps): VNode {
  const t = useWords();
  const { kid, validFrom, state } = of;
  return (
    <>
      <section class="card">
        <Facts
          facts={[
            [deskWords.key, <Code key="kid" code={kid} />],
            [deskWords.validFrom, <At key="from" time={validFrom} />],
            [deskWords.state, <KeyState key="state" of={of} />],
          ]}
        />
      </section>
      {isCurrent ? <p class="note">{t(words.revokeCurrent)}</p> : null}
      {state === 'valid' ? (
        <RevokeKey
          path={`${path}/${kid}`}
          what={words.revokeWhat}
          reasonHint={words.reasonHint}
          again={again}
        />
      ) : null}
      <div role="status">{state === 'revoked' ? <p>{t(deskWords.revokedNow)}</p> : null}</div>
    </>
  );
}
