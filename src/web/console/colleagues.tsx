import type { VNode } from 'preact';
import type { Words } from '../../gs1/words.js';
import { caseWords } from '../words-cases.js';
import { useReading, type Act } from './answers.js';
import type { Listed } from './api.js';
import { Select } from './fields.js';
import { Code, Foreign } from './parts.js';
import { useWords } from './surroundings.js';

/** Somebody to whom an inquiry or an inspection can be given. `you`: who is signed in. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly you: boolean;
}

/** Who acts for the own authority, oneself first; nobody while that is not known. */
export function useColleagues(): readonly Colleague[] {
  const { answer } = useReading<Listed<Colleague>>('/api/v1/colleagues?limit=200');
  if (answer?.fault !== null) return [];
  return [...answer.body.items].sort((left, right) => Number(right.you) - Number(left.you));
}

interface Among {
  readonly colleagues: readonly Colleague[];
}

/** A person by name where it is a colleague, else by the number of the account. */
export function Person({ id, colleagues }: Among & { id: string }): VNode {
  const found = colleagues.find((one) => one.id === id);
  return found === undefined ? <Code code={id} /> : <Foreign text={found.name} />;
}

/** The question to whom it is given. */
export function ColleagueSelect({ words, act, colleagues }: Among & { words: Words; act: Act }): VNode {
  const t = useWords();
  const options = colleagues.map(({ id, name, you }) => ({
    value: id,
    text: you ? `${name} · ${t(caseWords.you)}` : name,
  }));
  return <Select name="assignee" words={words} act={act} options={options} />;
}
