import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { kindWords } from '../words-kinds.js';
import { peopleWords as words } from '../words-people.js';
import { FaultNote, useAct } from './answers.js';
import { At, Card, ConfirmButton, Facts, Foreign, Table } from './parts.js';
import type { Erasure } from './person.js';
import { decide, type Deciding } from './person-deciding.js';
import { useSurroundings, useWords } from './surroundings.js';
import { wordsOf } from './vocabulary-words.js';

/** What erasure does and cannot undo, and asking for it. */
export function EraseCard(deciding: Deciding): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  return (
    <Card title={t(words.erasure)}>
      <ul class="stack">
        <li>{t(words.eraseNow)}</li>
        <li>{t(words.eraseKept)}</li>
        <li>{t(words.eraseStays)}</li>
        <li>{t(words.eraseNotFound)}</li>
      </ul>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div class="row">
        <ConfirmButton
          words={words.erase}
          question={words.eraseSure}
          isDisabled={act.isBusy}
          onConfirm={() =>
            void decide(act, deciding, () => api.send<Erasure>('POST', `${deciding.path}/erasure`))
          }
        />
      </div>
    </Card>
  );
}

/** How far an erasure is: what is destroyed, what must be kept, until when and why. */
export function ErasureStanding({ erasure, again }: { erasure: Erasure; again: () => void }): VNode {
  const t = useWords();
  const { state, requestedAt, destroyedAt, seq, account } = erasure;
  return (
    <Card title={t(words.erasure)}>
      <div role="status">
        <p>{t(state === 'erased' ? words.erasedTold : words.restrictedTold)}</p>
      </div>
      <Facts
        facts={[
          [words.requestedAt, <At key="requested" time={requestedAt} />],
          [words.destroyedAt, destroyedAt === null ? null : <At key="destroyed" time={destroyedAt} />],
          [words.stated, seq === null ? null : fill(t(words.statedAt), { n: seq })],
        ]}
      />
      {account === null ? null : (
        <p>
          <Foreign text={account.note} />
        </p>
      )}
      {state === 'erased' ? null : (
        <>
          <Kept kept={erasure.kept} />
          <div class="row">
            <button type="button" class="quiet" onClick={again}>
              {t(words.lookAgain)}
            </button>
          </div>
        </>
      )}
    </Card>
  );
}

function Kept({ kept }: Pick<Erasure, 'kept'>): VNode {
  const t = useWords();
  return (
    <>
      <Table
        caption={t(words.kept)}
        isCaptionShown
        rows={kept}
        keyOf={({ law }) => law}
        empty={words.keptNone}
        columns={[
          { words: words.keptKinds, cell: ({ kinds }) => <Kinds kinds={kinds} /> },
          { words: words.keptEntries, cell: ({ entries }) => String(entries), isNumber: true },
          {
            words: words.keptUntil,
            cell: ({ until }) => (until === null ? t(words.keptOpen) : <At time={until} />),
          },
          { words: words.keptLaw, cell: ({ law }) => <Foreign text={law} /> },
        ]}
      />
      {kept.length === 0 ? null : <p>{t(words.keptMore)}</p>}
    </>
  );
}

function Kinds({ kinds }: { kinds: readonly string[] }): VNode {
  const t = useWords();
  return <Foreign text={kinds.map((kind) => t(wordsOf(kindWords, kind))).join(' · ')} />;
}
