import type { Act } from './answers.js';
import type { Answer } from './api.js';

/** Something that is decided for a person: where, and how all that is told is read anew. */
export interface Deciding {
  readonly path: string;
  readonly again: () => void;
}

/**
 * Asks for something that is decided for a person. Where that is not possible any more, because erasure was asked for or
 * is done, all is read anew.
 */
export function decide<Body>(act: Act, { again }: Deciding, ask: () => Promise<Answer<Body>>): Promise<void> {
  return act.act(async () => {
    const answer = await ask();
    if (answer.fault !== null && [403, 404, 409].includes(answer.fault.status)) again();
    return answer;
  }, again);
}
