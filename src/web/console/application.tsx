import type { VNode } from 'preact';
import type { OrganizationType } from '../../gs1/vocabulary.js';
import { applicationStateWords } from '../words-applications.js';
import { gathered, useGathered, type Reading } from './answers.js';
import { Chip, type Tone } from './parts.js';
import { useWords } from './surroundings.js';

export type ApplicationState = keyof typeof applicationStateWords;

/** An application as lists tell it: nothing personal. */
export interface Application {
  readonly id: string;
  readonly kind: OrganizationType;
  readonly name: string;
  readonly uscc: string | null;
  readonly region: string;
  readonly state: ApplicationState;
  readonly reason: string | null;
  readonly createdAt: string;
  readonly changedAt: string;
}

const tones: Readonly<Record<ApplicationState, Tone>> = {
  applied: 'warn',
  returned: 'plain',
  approved: 'good',
  refused: 'bad',
  withdrawn: 'plain',
};

/** Whether an application waits, and what became of it. */
export function ApplicationChip({ state }: { state: ApplicationState }): VNode {
  const t = useWords();
  return <Chip tone={tones[state]}>{t(applicationStateWords[state])}</Chip>;
}

/** Those that wait are few, and mostly what is looked for. */
const lists = ['/api/v1/applications?limit=200&state=applied', '/api/v1/applications?limit=200'];

/**
 * Looks for an application in the lists, null where they do not have it: its own address answers what is personal, too,
 * and such a look is stated.
 */
export function useListed(id: string): Reading<Application | null> {
  return useGathered<Application | null>(`application ${id}`, async (api) => {
    for (const list of lists)
      for await (const page of api.pages<Application>(list)) {
        if (page.fault !== null) return page;
        const found = page.body.items.find((one) => one.id === id);
        if (found !== undefined) return gathered(found);
      }
    return gathered(null);
  });
}
