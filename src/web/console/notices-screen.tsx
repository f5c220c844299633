import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { recallWords as words } from '../words-recalls.js';
import { FaultNote, ReadList, useAct, useReading } from './answers.js';
import type { Listed } from './api.js';
import { BatchLink, Typed } from './batch-names.js';
import { At, Chip, ConfirmButton, Facts } from './parts.js';
import type { Notice } from './recall-shapes.js';
import { RecallState } from './recall-state.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** `#/notices`: which batches of the organization are recalled, and what to do. */
export function NoticesScreen(): VNode {
  const { organization } = useSurroundings();
  const t = useWords();
  return (
    <Screen title={t(words.notices)}>
      {organization === null ? (
        <p>{t(words.noNotices)}</p>
      ) : (
        <List key={organization.id} of={organization.id} />
      )}
    </Screen>
  );
}

function List({ of: organization }: { of: string }): VNode {
  const t = useWords();
  const reading = useReading<Listed<Notice>>(`/api/v1/recall-notices?organization=${organization}`);
  return (
    <ReadList reading={reading}>
      {(items) =>
        items.length === 0 ? (
          <p class="quiet">{t(words.noNotices)}</p>
        ) : (
          <ul class="stack">
            {items.map((notice) => (
              <li key={notice.id}>
                <OneNotice notice={notice} onDone={reading.again} />
              </li>
            ))}
          </ul>
        )
      }
    </ReadList>
  );
}

function OneNotice({ notice, onDone }: { notice: Notice; onDone: () => void }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const acknowledging = useAct();
  const { id, issuer, reason, advice, basis, phone, state, openedAt, notifiedAt, acknowledgedAt, batches } =
    notice;
  const typed = (text: string | null): VNode | null => (text === null ? null : <Typed text={text} />);
  return (
    <section class="card">
      <h2>
        <Typed text={reason} />
      </h2>
      <div class="row">
        <RecallState recall={{ state, mock: false }} />
        <Chip tone={acknowledgedAt === null ? 'warn' : 'good'}>
          {t(acknowledgedAt === null ? words.notAcknowledged : words.acknowledged)}
        </Chip>
      </div>
      <Facts
        facts={[
          [words.whatToDo, advice === null ? t(words.doDefault) : <Typed text={advice} />],
          [words.call, typed(phone)],
          [words.issuer, typed(issuer.name)],
          [words.basis, typed(basis)],
          [words.openedAt, <At key="opened" time={openedAt} />],
          [words.told, <At key="told" time={notifiedAt} />],
          [words.acknowledged, acknowledgedAt === null ? null : <At key="read" time={acknowledgedAt} />],
          [words.yourBatches, <Own key="own" batches={batches} />],
        ]}
      />
      {acknowledging.fault === null ? null : <FaultNote fault={acknowledging.fault} />}
      {acknowledgedAt !== null || !holds(around, 'owner', 'recorder') ? null : (
        <ConfirmButton
          words={words.acknowledge}
          question={words.askAcknowledge}
          isDisabled={acknowledging.isBusy}
          onConfirm={() =>
            void acknowledging.act(
              () => around.api.send('POST', `/api/v1/recall-notices/${id}/acknowledgement`),
              onDone,
            )
          }
        />
      )}
    </section>
  );
}

function Own({ batches }: Pick<Notice, 'batches'>): VNode {
  return (
    <ul>
      {batches.map(({ batch, lot, code }) => (
        <li key={batch}>
          <BatchLink batch={{ id: batch, lot, code }} />
        </li>
      ))}
    </ul>
  );
}
