import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Screen } from '../app/screen.js';
import { consoleWords } from '../words-console.js';
import { accountWords } from '../words-account.js';
import { FaultNote, useAct } from './answers.js';
import { Form, Input } from './fields.js';
import { Code } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface Secret {
  readonly uri: string;
  readonly secret: string;
}

/** What an official must do first. */
export function SecondFactorScreen(): VNode {
  const { renew } = useSurroundings();
  const t = useWords();
  return (
    <Screen title={t(accountWords.secondFactor)}>
      <p class="note">{t(consoleWords.secondFactorNeeded)}</p>
      <SecondFactorSetUp onDone={() => void renew()} />
    </Screen>
  );
}

/** A secret for an authenticator app, in force once a code of it was given; then the recovery codes, shown once. */
export function SecondFactorSetUp({ onDone }: { onDone: () => void }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const [secret, setSecret] = useState<Secret | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = useAct();
  const confirm = useAct();
  if (codes !== null) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (secret === null)
    return (
      <div class="stack">
        {begin.fault === null ? null : <FaultNote fault={begin.fault} />}
        <div class="row">
          <button
            type="button"
            disabled={begin.isBusy}
            onClick={() => void begin.act(() => api.send<Secret>('POST', '/api/v1/auth/totp'), setSecret)}
          >
            {t(accountWords.beginSecondFactor)}
          </button>
        </div>
      </div>
    );
  return (
    <section class="card">
      <p>{t(accountWords.typeSecret)}</p>
      <p>
        <Code code={secret.secret} />
      </p>
      <p>
        <a href={secret.uri}>{t(accountWords.openAuthenticator)}</a>
      </p>
      <Form
        act={confirm}
        submit={accountWords.confirmSecondFactor}
        onSubmit={(field) =>
          void confirm.act(
            () =>
              api.send<{ recoveryCodes: readonly string[] }>('POST', '/api/v1/auth/totp/confirm', {
                code: field('code'),
              }),
            ({ recoveryCodes }) => {
              setCodes(recoveryCodes);
            },
          )
        }
      >
        <Input
          act={confirm}
          name="code"
          words={accountWords.sixDigits}
          inputMode="numeric"
          complete="one-time-code"
        />
      </Form>
    </section>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }): VNode {
  const t = useWords();
  return (
    <section class="card">
      <h2>{t(accountWords.recoveryCodes)}</h2>
      <p>{t(accountWords.recoveryWhy)}</p>
      <ul class="mono">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div class="row">
        <button type="button" onClick={onDone}>
          {t(accountWords.recoveryKept)}
        </button>
      </div>
    </section>
  );
}
