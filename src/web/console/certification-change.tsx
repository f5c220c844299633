import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Words } from '../../gs1/words.js';
import { today } from '../app/civil-day.js';
import { changeWords as words, grantWords } from '../words-certifications.js';
import { FaultNote, useAct, type Act } from './answers.js';
import {
  statingFor,
  type Certification,
  type ChangeName,
  type Holder,
  type Stating,
} from './certification.js';
import { afterClash, useEventKey } from './event-key.js';
import { Form, Input, Lines, Select } from './fields.js';
import { Card, Chip } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

/** Which steps can follow the last one, and what is said of those that cannot. */
const following: Readonly<Record<'granted' | ChangeName, { steps: readonly ChangeName[]; words: Words }>> = {
  granted: { steps: ['suspended', 'revoked'], words: words.inForce },
  resumed: { steps: ['suspended', 'revoked'], words: words.inForce },
  suspended: { steps: ['resumed', 'revoked'], words: words.isSuspended },
  revoked: { steps: [], words: words.isRevoked },
};

const whatWords: Readonly<Record<ChangeName, Words>> = {
  suspended: words.suspendedWhat,
  resumed: words.resumedWhat,
  revoked: words.revokedWhat,
};

interface Props {
  readonly holder: Holder;
  readonly certification: Certification;
  /** Reads the certification anew. */
  readonly again: () => void;
}

/** What may be done about a certification now, or why this person can do nothing. */
export function CertificationChange({ holder, certification, again }: Props): VNode {
  const { account } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [done, setDone] = useState(0);
  const { changes } = certification;
  const { steps, words: possible } = following[changes.at(-1)?.action ?? 'granted'];
  const refusal = refusalOf(statingFor(account, holder), certification);
  const isPossible = refusal === null && steps.length > 0;
  return (
    <Card title={t(words.change)}>
      <p>{t(refusal ?? possible)}</p>
      {isPossible ? (
        <ChangeForm
          key={changes.length}
          act={act}
          path={`/api/v1/organizations/${holder.id}/certifications/${certification.seq}/changes`}
          steps={steps}
          again={again}
          onDone={() => {
            setDone(done + 1);
            again();
          }}
        />
      ) : null}
      {isPossible || act.fault === null ? null : <FaultNote fault={act.fault} />}
      <div role="status">
        {done === 0 ? null : (
          <p>
            <Chip tone="good">{t(words.done)}</Chip>
          </p>
        )}
      </div>
    </Card>
  );
}

/** Why somebody cannot change it, whatever its state; or null. */
function refusalOf(stating: Stating | 'no-body' | null, { statedBy }: Certification): Words | null {
  if (stating === 'no-body') return grantWords.noBody;
  return stating !== null && (stating.issuer === statedBy.id || stating.as === 'regulator')
    ? null
    : words.notYours;
}

interface FormProps {
  readonly act: Act;
  readonly path: string;
  readonly steps: readonly ChangeName[];
  readonly again: () => void;
  readonly onDone: () => void;
}

function ChangeForm({ act, path, steps, again, onDone }: FormProps): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const key = useEventKey();
  const [action, setAction] = useState<ChangeName>(steps[0] ?? 'suspended');
  const change = (field: (name: string) => string): void =>
    void act.act(async () => {
      const body = { action, on: field('on'), reason: field('reason') };
      return afterClash(await api.send('POST', path, body, key.now()), key, again);
    }, onDone);
  return (
    <Form act={act} submit={words[action]} onSubmit={change}>
      <Select
        act={act}
        name="action"
        words={words.action}
        value={action}
        onChoose={(value) => {
          setAction(steps.find((one) => one === value) ?? action);
        }}
        options={steps.map((value) => ({ value, text: t(words[value]) }))}
      />
      <p>{t(whatWords[action])}</p>
      <Input
        act={act}
        name="on"
        type="date"
        words={words.on}
        hint={words.onHint}
        value={today()}
        isRequired
      />
      <Lines act={act} name="reason" words={words.reason} hint={words.reasonHint} max={200} isRequired />
    </Form>
  );
}
