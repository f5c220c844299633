import type { VNode } from 'preact';
import { organizationTypes } from '../../gs1/vocabulary.js';
import type { JsonObject } from '../../ledger/json.js';
import { applicationWords } from '../words-applications.js';
import { applyWords as words } from '../words-apply.js';
import type { Act } from './answers.js';
import { Input, Select, typedUnder } from './fields.js';
import type { OwnApplication } from './own-application.js';
import { useWords } from './surroundings.js';

/** What may apply: an authority and the operator are registered otherwise. */
const kinds = Object.entries(organizationTypes).filter(
  ([kind]) => kind !== 'authority' && kind !== 'operator',
);

/** What an application is asked for; `before` is what it said until now, as far as that is shown. */
export function ApplyFields({ act, before }: { act: Act; before?: OwnApplication }): VNode {
  const t = useWords();
  return (
    <>
      <Select
        act={act}
        name="kind"
        words={applicationWords.kind}
        value={before?.kind ?? 'cooperative'}
        options={kinds.map(([value, name]) => ({ value, text: t(name) }))}
      />
      <Input
        act={act}
        name="name"
        words={applicationWords.name}
        hint={words.nameHint}
        max={120}
        value={before?.name ?? ''}
        complete="organization"
        isRequired
      />
      <Input
        act={act}
        name="uscc"
        words={applicationWords.uscc}
        hint={words.usccHint}
        max={40}
        value={before?.uscc ?? ''}
      />
      <Input
        act={act}
        name="region"
        words={words.region}
        hint={words.regionHint}
        max={6}
        inputMode="numeric"
        value={before?.region ?? ''}
        isRequired
      />
      <Input
        act={act}
        name="responsible"
        words={applicationWords.responsible}
        max={80}
        complete="name"
        isRequired
      />
      <Input act={act} name="contact" words={applicationWords.contact} max={80} complete="tel" isRequired />
    </>
  );
}

/** The body of an application as it was typed. */
export function applicationOf(field: (name: string) => string): JsonObject {
  return {
    ...Object.fromEntries(
      ['kind', 'name', 'region', 'responsible', 'contact'].map((name) => [name, field(name)]),
    ),
    ...typedUnder(field, ['uscc']),
  };
}
