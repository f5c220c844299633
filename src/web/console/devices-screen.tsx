import type { VNode } from 'preact';
import { Screen } from '../app/screen.js';
import { deskWords } from '../words-desk.js';
import { keptKeyWords } from '../words-machines.js';
import { FaultNote, ReadList, useAct, useReading, type Reading } from './answers.js';
import type { Listed } from './api.js';
import { KeptKey } from './kept-key.js';
import { KeyState, type Key } from './key-screen.js';
import { At, Card, Code, ConfirmButton, Foreign, Table } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

interface Enrolment {
  readonly id: string;
  readonly kid: string;
  readonly state: 'pending' | 'approved' | 'refused';
  readonly device: { readonly name: string };
  readonly holder: { readonly name: string | null };
  readonly requestedAt: string;
}

/** Devices that ask to sign for the organization, and every key that ever could. */
export function DevicesScreen(): VNode {
  const t = useWords();
  return (
    <Screen title={t(deskWords.devices)}>
      <DevicesOf />
    </Screen>
  );
}

/** Devices and keys of the organization that is acted for. */
export function DevicesOf(): VNode {
  const { organization } = useSurroundings();
  const own = organization === null ? null : `/api/v1/organizations/${organization.id}/keys`;
  const keys = useReading<Listed<Key>>(own === null ? null : `${own}?limit=200`);
  const enrolments = useReading<Listed<Enrolment>>(own === null ? null : `${own}/enrolments?limit=200`);
  const again = (): void => {
    keys.again();
    enrolments.again();
  };
  return (
    <>
      <Waiting own={own ?? ''} enrolments={enrolments} again={again} />
      {own === null ? null : <KeptKey own={own} again={keys.again} />}
      <Keys keys={keys} />
    </>
  );
}

function Waiting({
  own,
  enrolments,
  again,
}: {
  own: string;
  enrolments: Reading<Listed<Enrolment>>;
  again: () => void;
}): VNode {
  const around = useSurroundings();
  const t = useWords();
  const act = useAct();
  const decide = (id: string, decision: 'approve' | 'refuse'): void =>
    void act.act(() => around.api.send('POST', `${own}/enrolments/${id}/${decision}`), again);
  const buttons = ({ id }: Enrolment): VNode => (
    <div class="row">
      <button
        type="button"
        disabled={act.isBusy}
        onClick={() => {
          decide(id, 'approve');
        }}
      >
        {t(deskWords.approve)}
      </button>
      <ConfirmButton
        words={deskWords.refuse}
        question={deskWords.refuseSure}
        onConfirm={() => {
          decide(id, 'refuse');
        }}
      />
    </div>
  );
  return (
    <Card title={t(deskWords.waitingDevices)}>
      <p>{t(deskWords.approveHint)}</p>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <ReadList reading={enrolments}>
        {(items) => (
          <Table
            caption={t(deskWords.waitingDevices)}
            rows={items.filter(({ state }) => state === 'pending')}
            keyOf={({ id }) => id}
            empty={deskWords.noWaiting}
            columns={[
              { words: deskWords.device, cell: ({ device }) => <Foreign text={device.name} /> },
              { words: deskWords.holder, cell: ({ holder }) => <Foreign text={holder.name ?? '—'} /> },
              { words: deskWords.asked, cell: ({ requestedAt }) => <At time={requestedAt} /> },
              { words: deskWords.key, cell: ({ kid }) => <Code code={kid} /> },
              ...(holds(around, 'owner') ? [{ words: deskWords.approve, cell: buttons }] : []),
            ]}
          />
        )}
      </ReadList>
    </Card>
  );
}

/** Whether the service signs with it now: it is the newest of those that it holds. */
function isKept({ purpose, validFrom }: Key, among: readonly Key[]): boolean {
  const held = among.filter((key) => key.purpose === 'custodial');
  return purpose === 'custodial' && !held.some((key) => key.validFrom > validFrom);
}

function Keys({ keys }: { keys: Reading<Listed<Key>> }): VNode {
  const around = useSurroundings();
  const t = useWords();
  const mayRevoke = holds(around, 'owner');
  return (
    <Card title={t(deskWords.keys)}>
      <ReadList reading={keys}>
        {(items) => (
          <Table
            caption={t(deskWords.keys)}
            rows={items}
            keyOf={({ kid }) => kid}
            columns={[
              { words: deskWords.key, cell: ({ kid }) => <Code code={kid} /> },
              {
                words: deskWords.purpose,
                cell: (key) => <Purpose of={key} isKept={isKept(key, items)} />,
              },
              { words: deskWords.device, cell: ({ device }) => <Foreign text={device?.name ?? '—'} /> },
              { words: deskWords.holder, cell: ({ holder }) => <Foreign text={holder?.name ?? '—'} /> },
              { words: deskWords.validFrom, cell: ({ validFrom }) => <At time={validFrom} /> },
              {
                words: deskWords.state,
                cell: (key) => <KeyState of={key} />,
              },
              ...(mayRevoke
                ? [
                    {
                      words: deskWords.revoke,
                      cell: (key: Key) => <WayToRevoke of={key} isKept={isKept(key, items)} />,
                    },
                  ]
                : []),
            ]}
          />
        )}
      </ReadList>
    </Card>
  );
}

function Purpose({ of: { purpose }, isKept }: { of: Key; isKept: boolean }): VNode {
  const t = useWords();
  return (
    <>
      {t(deskWords[purpose])}
      {isKept ? ` · ${t(keptKeyWords.inUse)}` : null}
    </>
  );
}

function WayToRevoke({ of: { kid, state, purpose }, isKept }: { of: Key; isKept: boolean }): VNode {
  const { organization } = useSurroundings();
  const t = useWords();
  if (state === 'revoked' || purpose === 'label' || isKept) return <>—</>;
  return (
    <a class="button quiet" href={`#/keys/${kid}?of=${organization?.id ?? ''}`}>
      {t(deskWords.revoke)}
    </a>
  );
}
