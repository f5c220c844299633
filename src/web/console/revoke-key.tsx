import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Words } from '../../gs1/words.js';
import { deskWords as words } from '../words-desk.js';
import { useAct } from './answers.js';
import { Form, Input, Lines, Select } from './fields.js';
import { Card } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

interface Props {
  /** The key's address. */
  readonly path: string;
  /** What a revocation of such a key does, and an example of why. */
  readonly what: Words;
  readonly reasonHint: Words;
  /** Reads the key anew. */
  readonly again: () => void;
}

/** Revokes a key: from when it does not count, and why. */
export function RevokeKey({ path, what, reasonHint, again }: Props): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [since, setSince] = useState('now');
  // From the first press on the same until it is refused: another time would be another revocation.
  const pressed = useRef<string | null>(null);
  const revoke = (field: (name: string) => string): void => {
    pressed.current ??= new Date().toISOString();
    const from = since === 'now' ? pressed.current : instantOf(field('from'));
    void act.act(async () => {
      const answer = await api.send('POST', `${path}/revocation`, { from, reason: field('reason') });
      // Somebody else was first.
      if (answer.fault?.status === 409) again();
      if (answer.fault?.status === 422) pressed.current = null;
      return answer;
    }, again);
  };
  return (
    <Card title={t(words.revoke)}>
      <p>{t(what)}</p>
      <Form act={act} submit={words.revoke} onSubmit={revoke}>
        <Select
          act={act}
          name="since"
          pointer={since === 'now' ? '/from' : '/since'}
          words={words.revokeFrom}
          value={since}
          onChoose={setSince}
          options={[
            { value: 'now', text: t(words.fromNow) },
            { value: 'earlier', text: t(words.fromEarlier) },
          ]}
        />
        {since === 'now' ? null : (
          <Input
            act={act}
            name="from"
            type="datetime-local"
            words={words.fromWhen}
            hint={words.fromWhenHint}
            isRequired
          />
        )}
        <Lines act={act} name="reason" words={words.revokeReason} hint={reasonHint} max={200} isRequired />
      </Form>
    </Card>
  );
}

/** The instant of a civil time in Asia/Shanghai, as the browser's field has it; an empty text where none was typed. */
function instantOf(local: string): string {
  return local === '' ? '' : `${local}${local.length === 16 ? ':00' : ''}+08:00`;
}
