import type { VNode } from 'preact';
import { fill } from '../../gs1/words.js';
import { plainText } from '../safe-text.js';
import { machineWords as words } from '../words-machines.js';
import { At, Copyable } from './parts.js';
import { SecretOnce } from './secret-once.js';
import { useWords } from './surroundings.js';

/** A machine that acts for an organization (docs/machines.md). */
export interface Machine {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

/** What a machine was given. `previousUntil`: until when the secret before works, too; null for its first one. */
export interface Given {
  readonly machine: Pick<Machine, 'id' | 'name'>;
  readonly secret: string;
  readonly previousUntil: string | null;
}

/** All that is put into the settings of a machine, or nothing when nothing was given. */
export function GivenOnce({ given, onKept }: { given: Given | null; onKept: () => void }): VNode {
  const t = useWords();
  if (given === null) return <div role="status" />;
  const { machine, secret, previousUntil } = given;
  const said = previousUntil === null ? words.registered : words.rotated;
  return (
    <div role="status">
      <SecretOnce
        title={fill(t(said), { name: plainText(machine.name) })}
        enter={words.enter}
        facts={[
          [words.id, <Copyable key={machine.id} text={machine.id} />],
          [words.tokenAt, <Copyable key="at" text={`${location.origin}/api/v1/oauth/token`} />],
          [words.previousUntil, previousUntil === null ? null : <At key="until" time={previousUntil} />],
        ]}
        secret={secret}
        onKept={onKept}
      />
    </div>
  );
}
