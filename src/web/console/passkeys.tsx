import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { addFaultWords, passkeyWords as words } from '../words-passkeys.js';
import { doneBefore, FaultNote, Read, useAct, useReading, type Act } from './answers.js';
import { refusedHere, type Listed } from './api.js';
import { Form, Input } from './fields.js';
import { At, Card, Chip, ConfirmButton, Foreign, Table } from './parts.js';
import { makePasskey, takesPasskeys } from './passkey.js';
import { useSurroundings, useWords } from './surroundings.js';

const path = '/api/v1/auth/passkeys';
/** As many as an account has at most (docs/passkeys.md). */
const passkeysMax = 20;

interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly usedAt: string | null;
}

/** Passkeys of the own account: another one, other names, and their end. */
export function Passkeys(): VNode {
  const t = useWords();
  const reading = useReading<Listed<Passkey>>(path);
  const { again } = reading;
  const removing = useAct();
  const isFull = reading.answer?.fault === null && reading.answer.body.items.length >= passkeysMax;
  return (
    <Card title={t(words.title)}>
      <p>{t(words.what)}</p>
      {removing.fault === null ? null : <FaultNote fault={removing.fault} />}
      <Read reading={reading}>
        {({ items }) => (
          <Table
            caption={t(words.title)}
            rows={items}
            keyOf={({ id }) => id}
            empty={words.none}
            columns={[
              { words: words.name, cell: ({ name }) => <Foreign text={name} /> },
              { words: words.added, cell: ({ createdAt }) => <At time={createdAt} /> },
              {
                words: words.used,
                cell: ({ usedAt }) => (usedAt === null ? t(words.neverUsed) : <At time={usedAt} />),
              },
              {
                words: words.acts,
                cell: (passkey) => <Acts passkey={passkey} removing={removing} again={again} />,
              },
            ]}
          />
        )}
      </Read>
      {!takesPasskeys ? (
        <p class="quiet">{t(words.notHere)}</p>
      ) : isFull ? (
        <p class="quiet">{t(words.full)}</p>
      ) : (
        <Add again={again} />
      )}
    </Card>
  );
}

function Add({ again }: { again: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [done, setDone] = useState(0);
  const add = (name: string): void =>
    void act.act(
      async () => {
        // Asked first: what the device has made is not taken back.
        if (name === '') return refusedHere(t(words.nameMissing), '/name', t(words.nameMissing));
        if (/\p{C}/u.test(name)) return refusedHere(t(words.nameUnseen), '/name', t(words.nameUnseen));
        const asked = await api.send<PublicKeyCredentialCreationOptionsJSON>('POST', `${path}/options`);
        if (asked.fault !== null) return asked;
        const made = await makePasskey(asked.body, (fault) => t(addFaultWords[fault]));
        const answer =
          made.fault === null ? await api.send('POST', path, { name, credential: made.body }) : made;
        // Perhaps it is there since an answer was lost, or by another page.
        if (answer.fault?.status === 409) again();
        return answer;
      },
      () => {
        setDone(done + 1);
        again();
      },
    );
  return (
    <>
      <Form
        act={act}
        submit={words.add}
        round={done}
        onSubmit={(field) => {
          add(field('passkey-name'));
        }}
      >
        <Input
          act={act}
          name="passkey-name"
          pointer="/name"
          words={words.name}
          hint={words.nameHint}
          max={80}
          isRequired
        />
      </Form>
      <div role="status">
        {done === 0 || act.fault !== null ? null : <Chip tone="good">{t(words.addedNow)}</Chip>}
      </div>
    </>
  );
}

interface ActsProps {
  readonly passkey: Passkey;
  readonly removing: Act;
  readonly again: () => void;
}

function Acts({ passkey, removing, again }: ActsProps): VNode {
  const { api } = useSurroundings();
  const remove = (): void =>
    void removing.act(async () => {
      const answer = await api.send('DELETE', `${path}/${passkey.id}`);
      // Done by an earlier press, or elsewhere.
      return doneBefore(answer);
    }, again);
  return (
    <div class="stack">
      <Rename key={passkey.name} passkey={passkey} again={again} />
      <div class="row">
        <ConfirmButton
          words={words.remove}
          question={words.removeSure}
          isDisabled={removing.isBusy}
          onConfirm={remove}
        />
      </div>
    </div>
  );
}

function Rename({ passkey: { id, name }, again }: { passkey: Passkey; again: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  return (
    <details>
      <summary>{t(words.rename)}</summary>
      <Form
        act={act}
        submit={words.rename}
        onSubmit={(field) =>
          void act.act(() => api.send('PATCH', `${path}/${id}`, { name: field(`name-${id}`) }), again)
        }
      >
        <Input
          act={act}
          name={`name-${id}`}
          pointer="/name"
          words={words.newName}
          value={name}
          max={80}
          isRequired
        />
      </Form>
    </details>
  );
}
