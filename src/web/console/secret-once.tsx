import type { VNode } from 'preact';
import type { Words } from '../../gs1/words.js';
import { machineWords as words } from '../words-machines.js';
import { Copyable, Facts } from './parts.js';
import { useWords } from './surroundings.js';

interface Props {
  /** Whose secret it is, in the reader's words. */
  readonly title: string;
  /** What goes with it into the settings of who uses it. */
  readonly facts: Parameters<typeof Facts>[0]['facts'];
  /** What to do with it. */
  readonly enter: Words;
  readonly secret: string;
  /** Takes it off the screen. */
  readonly onKept: () => void;
}

/** A secret that the service told this once: it is nowhere but on the screen. */
export function SecretOnce({ title, facts, enter, secret, onKept }: Props): VNode {
  const t = useWords();
  return (
    <div class="note stack">
      <h3>{title}</h3>
      <p>{t(words.once)}</p>
      <p>{t(enter)}</p>
      <Facts facts={[...facts, [words.secret, <Copyable key={secret} text={secret} />]]} />
      <div class="row">
        <button type="button" class="quiet" onClick={onKept}>
          {t(words.kept)}
        </button>
      </div>
    </div>
  );
}
