/** Roles of api.md, Accounts. The producer roles belong to one organization, `regulator` and `inspector` to a region prefix. */
export const roles = ['owner', 'recorder', 'viewer', 'inspector', 'regulator', 'certifier', 'admin'] as const;
export type Role = (typeof roles)[number];

/** One role of one account: in an organization, or over a region (prefix of a GB/T 2260 code), or over the service (`admin`). */
export interface Grant {
  readonly role: Role;
  readonly organizationId: string | null;
  readonly region: string | null;
  /** When it ends by itself, in ms since 1970; absent for a role that is held until it is taken away. */
  readonly untilMs?: number;
}

/** Who asks, as the access token says. Passed as the first argument of every service method that needs it. */
export interface Actor {
  readonly accountId: string;
  readonly login: string;
  readonly grants: readonly Grant[];
  /** A second factor, or a passkey that verified its user, was shown in this session. */
  readonly strong: boolean;
}

/** Roles that nobody acts in without a second factor: they reach beyond one organization. */
const strongRoles: readonly Role[] = ['admin', 'regulator'];

/** Whether the actor has a role that asks for a second factor, and has shown none. */
export function lacksSecondFactor(actor: Actor): boolean {
  return !actor.strong && actor.grants.some((grant) => strongRoles.includes(grant.role));
}
