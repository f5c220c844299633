import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { say, type Language, type Words } from '../../gs1/words.js';
import type { Api } from './api.js';

export type Role = 'owner' | 'recorder' | 'viewer' | 'inspector' | 'regulator' | 'certifier' | 'admin';

/** An organization as the console knows it. */
export interface KnownOrganization {
  readonly id: string;
  readonly name: string;
  readonly region: string;
  readonly kind: string;
}

/** Who is signed in, with all that follows from the roles. */
export interface Account {
  readonly login: string;
  readonly grants: readonly {
    readonly role: Role;
    readonly organization: string | null;
    readonly region: string | null;
  }[];
  /** Nothing but the account's own second factor answers until it is set up. */
  readonly needsSecondFactor: boolean;
  /** Organizations that the account belongs to. */
  readonly organizations: readonly KnownOrganization[];
}

/** What became of an account that was to be erased: it is, or perhaps it is, since the answer was lost. */
export type Farewell = 'erased' | 'perhaps';

/** What every screen has at hand. */
export interface Surroundings {
  readonly api: Api;
  readonly account: Account;
  /** For whom producers' screens act; null for an official. */
  readonly organization: KnownOrganization | null;
  readonly language: Language;
  readonly go: (place: string) => void;
  /** Asks anew who is signed in. */
  readonly renew: () => Promise<void>;
  /** Shows what became of the account that was signed in. */
  readonly farewell: (farewell: Farewell) => void;
}

export const SurroundingsContext = createContext<Surroundings | null>(null);

export function useSurroundings(): Surroundings {
  const around = useContext(SurroundingsContext);
  if (around === null) throw new Error('a screen outside of the console');
  return around;
}

/** A text of the catalogue in the reader's language. */
export function useWords(): (words: Words) => string {
  const { language } = useSurroundings();
  return (words) => say(words, language);
}

/** Whether the account has one of the roles, in the organization it acts for where that is a producer's. */
export function holds(
  { account, organization }: Pick<Surroundings, 'account' | 'organization'>,
  ...roles: readonly Role[]
): boolean {
  return account.grants.some(
    (grant) =>
      roles.includes(grant.role) && (grant.organization === null || grant.organization === organization?.id),
  );
}

/** Whether the account records what happens to batches of an organization. */
export function mayRecordFor({ account }: Pick<Surroundings, 'account'>, organization: string): boolean {
  return account.grants.some(
    (grant) => grant.organization === organization && ['owner', 'recorder'].includes(grant.role),
  );
}
