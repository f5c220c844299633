import { gathered, useGathered, type Reading } from './answers.js';
import type { Answer, Api } from './api.js';

/** A person whose data the statements of an organization carry. */
export interface Person {
  readonly id: string;
  readonly reference: string;
  readonly state: 'in-use' | 'restricted';
  readonly name: string | null;
  readonly contact: string | null;
  readonly createdAt: string;
}

/** Whether a person consents to be named in public. */
export interface Consent {
  readonly given: boolean;
  readonly since: string | null;
}

/** How far an erasure is, and what must be kept. */
export interface Erasure {
  readonly state: 'restricted' | 'erased';
  readonly requestedAt: string;
  readonly destroyedAt: string | null;
  readonly seq: number | null;
  readonly account: { readonly note: string } | null;
  readonly kept: readonly {
    readonly kinds: readonly string[];
    readonly entries: number;
    readonly until: string | null;
    readonly law: string;
  }[];
}

/** What may be known of a person. Whoever does not decide for them is told no consent and no erasure. */
export interface Standing {
  /** Null once everything is destroyed. */
  readonly person: Person | null;
  readonly consent: Consent | null;
  readonly erasure: Erasure | null;
}

/** Reads all that is told of the person at an address of the API. */
export function useStanding(path: string): Reading<Standing> {
  return useGathered<Standing>(path, (api) => standingAt(api, path));
}

async function standingAt(api: Api, path: string): Promise<Answer<Standing>> {
  const person = await api.get<Person>(path);
  if (person.fault !== null) {
    // Of who is destroyed there is the erasure alone, and who never was has none.
    const erasure = person.fault.status === 404 ? await api.get<Erasure>(`${path}/erasure`) : person;
    return erasure.fault === null
      ? gathered({ person: null, consent: null, erasure: erasure.body })
      : { fault: person.fault };
  }
  const isInUse = person.body.state === 'in-use';
  const consent = isInUse ? await decided(api.get<Consent>(`${path}/consent`)) : gathered(null);
  if (consent.fault !== null) return consent;
  const erasure = isInUse ? gathered(null) : await decided(api.get<Erasure>(`${path}/erasure`));
  if (erasure.fault !== null) return erasure;
  return gathered({ person: person.body, consent: consent.body, erasure: erasure.body });
}

/** What is answered to those who decide for the person; null for everybody else. */
async function decided<Body>(asked: Promise<Answer<Body>>): Promise<Answer<Body | null>> {
  const answer = await asked;
  return answer.fault?.status === 403 ? gathered(null) : answer;
}
