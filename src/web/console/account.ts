import type { Answer, Api, Fault } from './api.js';
import { members } from './menu.js';
import type { Account, Farewell, KnownOrganization } from './surroundings.js';

/** Who is signed in, or nobody, or why that cannot be told now. */
export interface Found {
  readonly account: Account | null;
  readonly fault: Fault | null;
  /** What became of the account when it was to be erased here. */
  readonly farewell?: Farewell;
}

type Own = Omit<Account, 'organizations'>;

/**
 * Asks who is signed in, and what the account belongs to. A look beyond one's own that was approved is a role in an
 * organization for an hour, and makes nobody belong to it: the API lets it read, and no screen or menu goes by it.
 */
export async function findAccount(api: Api): Promise<Found> {
  const answer = await api.get<Own>('/api/v1/auth/account');
  if (answer.fault !== null)
    return answer.fault.status === 401 ? { account: null, fault: null } : missing(answer);
  const grants = answer.body.grants.filter(
    ({ role, organization }) => organization === null || members.includes(role),
  );
  const own = { ...answer.body, grants };
  const ids = new Set(grants.flatMap(({ organization }) => organization ?? []));
  if (ids.size === 0 || own.needsSecondFactor) return { account: { ...own, organizations: [] }, fault: null };
  const answers = await Promise.all(
    [...ids].map((id) => api.get<KnownOrganization>(`/api/v1/organizations/${id}`)),
  );
  const organizations: KnownOrganization[] = [];
  for (const answer of answers) {
    if (answer.fault !== null) return missing(answer);
    organizations.push(answer.body);
  }
  return { account: { ...own, organizations }, fault: null };
}

function missing({ fault }: Answer<unknown>): Found {
  return { account: null, fault };
}
