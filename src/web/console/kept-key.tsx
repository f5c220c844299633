import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { keptKeyWords as words } from '../words-machines.js';
import { FaultNote, useAct } from './answers.js';
import { mayBeDone } from './api.js';
import { afterClash, useEventKey } from './event-key.js';
import type { Key } from './key-screen.js';
import { Card, Code, ConfirmButton } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

interface Props {
  /** Address of the organization's keys in the API. */
  readonly own: string;
  /** Reads the keys anew. */
  readonly again: () => void;
}

/** What the key is that the service holds for the organization; its owner has it replaced. */
export function KeptKey({ own, again }: Props): VNode {
  const around = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const [renewed, setRenewed] = useState<Key | null>(null);
  const renew = (): void =>
    void act.act(
      async () =>
        afterClash(await around.api.send<Key>('POST', `${own}/custodial`, undefined, key.now()), key, again),
      (made) => {
        key.next();
        setRenewed(made);
        again();
      },
    );
  return (
    <Card title={t(words.title)}>
      <p>{t(words.what)}</p>
      {holds(around, 'owner') ? (
        <>
          <p>{t(words.when)}</p>
          {act.fault === null ? null : <FaultNote fault={act.fault} />}
          <div role="status">
            {mayBeDone(act.fault) ? <p>{t(words.renewLost)}</p> : null}
            {renewed === null ? null : (
              <p>
                {t(words.renewed)} <Code code={renewed.kid} />
              </p>
            )}
          </div>
          <div class="row">
            <ConfirmButton
              words={words.renew}
              question={words.renewSure}
              isDisabled={act.isBusy}
              onConfirm={renew}
            />
          </div>
        </>
      ) : null}
    </Card>
  );
}
