import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { fill, type Words } from '../../gs1/words.js';
import { plainText } from '../safe-text.js';
import { deskWords } from '../words-desk.js';
import { formerWords } from '../words-former.js';
import { factorWords } from '../words-officials.js';
import { doneBefore, useAct, type Act } from './answers.js';
import { ConfirmButton, Copyable } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

/** A link to a new password, told this once. */
interface IssuedReset {
  readonly login: string;
  readonly token: string;
}

/** What came of an act on an account. */
type Said = { readonly reset: IssuedReset } | { readonly words: Words };

/** Acts on accounts, one at a time, and what is said of the last one until the next. */
export interface AccountAct extends Act {
  readonly said: Said | null;
  readonly say: (said: Said) => void;
}

export function useAccountAct(): AccountAct {
  const act = useAct();
  const [said, setSaid] = useState<Said | null>(null);
  return {
    ...act,
    said,
    say: setSaid,
    act: (ask, done) => {
      setSaid(null);
      return act.act(ask, done);
    },
  };
}

/** Tells what came of the last act. */
export function SaidOfAccount({ act: { said } }: { act: AccountAct }): VNode {
  const t = useWords();
  return (
    <div class="stack" role="status">
      {said === null ? null : 'words' in said ? (
        <p>{t(said.words)}</p>
      ) : (
        <>
          <h3>{fill(t(deskWords.newPasswordLink), { login: plainText(said.reset.login) })}</h3>
          <Copyable text={`${location.origin}/console#/new-password/${said.reset.token}`} />
        </>
      )}
    </div>
  );
}

interface Props {
  /** The address of a member or of an official's account. */
  readonly path: string;
  readonly act: AccountAct;
}

/** Makes a link to a new password. */
export function NewPasswordButton({ path, act }: Props): VNode {
  const { api } = useSurroundings();
  const make = (): void =>
    void act.act(
      () => api.send<IssuedReset>('POST', `${path}/password-reset`),
      (reset) => {
        act.say({ reset });
      },
    );
  return (
    <ConfirmButton
      words={deskWords.newPassword}
      question={deskWords.newPasswordSure}
      isDisabled={act.isBusy}
      onConfirm={make}
    />
  );
}

/** Takes a second factor away; for admins. */
export function FactorButton({ path, act }: Props): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const take = (): void =>
    void act.act(
      async () => {
        const answer = await api.send('DELETE', `${path}/second-factor`);
        return answer.fault?.status === 404
          ? { fault: { ...answer.fault, detail: t(factorWords.none) } }
          : answer;
      },
      () => {
        act.say({ words: factorWords.taken });
      },
    );
  return (
    <ConfirmButton
      words={factorWords.take}
      question={factorWords.takeSure}
      isDisabled={act.isBusy}
      onConfirm={take}
    />
  );
}

interface EndedProps {
  readonly path: string;
  readonly act: Act;
  /** `taken` is null where somebody else was first. */
  readonly onTakenBack: (taken: unknown) => void;
  readonly onErased: () => void;
}

/** What may be done about what has ended: it is taken back, and admins erase the account. */
export function EndedActs({ path, act, onTakenBack, onErased }: EndedProps): VNode {
  const around = useSurroundings();
  const ask = (what: 'reactivate' | 'erasure', done: (body: unknown) => void): void =>
    void act.act(async () => doneBefore(await around.api.send('POST', `${path}/${what}`)), done);
  return (
    <div class="row">
      <ConfirmButton
        words={formerWords.takeBack}
        question={formerWords.takeBackSure}
        isDisabled={act.isBusy}
        onConfirm={() => {
          ask('reactivate', onTakenBack);
        }}
      />
      {holds(around, 'admin') ? (
        <ConfirmButton
          words={formerWords.eraseAccount}
          question={formerWords.eraseAccountSure}
          isDisabled={act.isBusy}
          onConfirm={() => {
            ask('erasure', onErased);
          }}
        />
      ) : null}
    </div>
  );
}
