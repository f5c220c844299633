import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { identityWords as words } from '../words-identities.js';
import { doneBefore, FaultNote, Read, useAct, useReading, type Reading } from './answers.js';
import type { Listed } from './api.js';
import { identityProvider } from './identity-provider.js';
import { At, Card, ConfirmButton, Foreign, Table } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

const path = '/api/v1/auth/identities';

interface Identity {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly linkedAt: string;
}

/** Identities that sign in to the own account; nothing where there is no provider and none was linked. */
export function Identities(): VNode | null {
  const t = useWords();
  const reading = useReading<Listed<Identity>>(path);
  const provider = identityProvider();
  const { answer } = reading;
  const isNone = answer === null || (answer.fault === null && answer.body.items.length === 0);
  if (provider === null && isNone) return null;
  return (
    <Card title={t(words.title)}>
      <p>{provider === null ? t(words.noProvider) : fill(t(words.what), { provider })}</p>
      <Linked reading={reading} />
      {provider === null ? null : <Link provider={provider} />}
    </Card>
  );
}

function Linked({ reading }: { reading: Reading<Listed<Identity>> }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const unlink = (id: string): void =>
    void act.act(async () => {
      const answer = await api.send('DELETE', `${path}/${id}`);
      // Done by an earlier press, or elsewhere.
      return doneBefore(answer);
    }, reading.again);
  return (
    <>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <Read reading={reading}>
        {({ items }) => (
          <Table
            caption={t(words.linked)}
            rows={items}
            keyOf={({ id }) => id}
            empty={words.none}
            columns={[
              { words: words.subject, cell: ({ subject }) => <Foreign text={subject} /> },
              { words: words.provider, cell: ({ issuer }) => <Foreign text={issuer} /> },
              { words: words.since, cell: ({ linkedAt }) => <At time={linkedAt} /> },
              {
                words: words.unlink,
                cell: ({ id }) => (
                  <ConfirmButton
                    words={words.unlink}
                    question={words.unlinkSure}
                    isDisabled={act.isBusy}
                    onConfirm={() => {
                      unlink(id);
                    }}
                  />
                ),
              },
            ]}
          />
        )}
      </Read>
    </>
  );
}

/** Goes to the provider, from where the browser comes back to this screen. */
function Link({ provider }: { provider: string }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const link = (): void =>
    void act.act(
      () => api.send<{ readonly location: string }>('POST', '/api/v1/auth/oidc/link'),
      ({ location: address }) => {
        location.assign(address);
      },
    );
  return (
    <>
      {act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div class="row">
        <button type="button" disabled={act.isBusy} onClick={link}>
          {fill(t(words.link), { provider })}
        </button>
      </div>
    </>
  );
}
