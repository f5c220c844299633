import type { Answer, Api, Fault } from './api.js';
import type { Account, Farewell, KnownOrganization } from './surroundings.js';

/** Who is signed in, or nobody, or why that cannot be told now. */
export interface Found {
  readonly account: Account | null;
  readonly fault: Fault | null;
  /** What became of the account when it was to be erased here. */
  readonly farewell?: Farewell;
}

type Own = Omit<Account, 'organizations'>;

/** Asks who is signed in, and what the account belongs to. */
export async function findAccount(api: Api): Promise<Found> {
  const own = await api.get<Own>('/api/v1/auth/account');
  if (own.fault !== null) return own.fault.status === 401 ? { account: null, fault: null } : missing(own);
  const ids = new Set(own.body.grants.flatMap(({ organization }) => organization ?? []));
  if (ids.size === 0 || own.body.needsSecondFactor)
    return { account: { ...own.body, organizations: [] }, fault: null };
  const answers = await Promise.all(
    [...ids].map((id) => api.get<KnownOrganization>(`/api/v1/organizations/${id}`)),
  );
  const organizations: KnownOrganization[] = [];
  for (const answer of answers) {
    if (answer.fault !== null) return missing(answer);
    organizations.push(answer.body);
  }
  return { account: { ...own.body, organizations }, fault: null };
}

function missing({ fault }: Answer<unknown>): Found {
  return { account: null, fault };
}
