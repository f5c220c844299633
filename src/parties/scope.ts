import type { Actor, Role } from '../access/actor.js';
import { holdsRole, organizationsOf, requireRole } from '../access/authorize.js';
import { refused } from '../http/problems.js';
import { fault } from './faults.js';

/** Members of one organization, from most to least able. */
export const memberRoles = ['owner', 'recorder', 'viewer'] as const satisfies readonly Role[];
export type MemberRole = (typeof memberRoles)[number];

/** Roles over a region or over the service; every other role belongs to an organization (`POST /members`). */
export const officialRoles = [
  'inspector',
  'regulator',
  'certifier',
  'admin',
] as const satisfies readonly Role[];
export type OfficialRole = (typeof officialRoles)[number];

/** Who watches over the goods of a region: orders inspections, looks into findings. */
export const supervisors = ['inspector', 'regulator'] as const satisfies readonly Role[];

/** Who may look at an organization and its products. */
export const partyReaders = [
  ...memberRoles,
  'inspector',
  'regulator',
  'certifier',
  'admin',
] as const satisfies readonly Role[];
/** Who may look at sites, which tell where people live: no certifier of the whole service. */
export const siteReaders = [
  ...memberRoles,
  'inspector',
  'regulator',
  'admin',
] as const satisfies readonly Role[];
/** Who may add products and sites. */
export const partyEditors = ['owner', 'recorder', 'admin'] as const satisfies readonly Role[];
/** Who decides about members and keys. */
export const partyOwners = ['owner', 'admin'] as const satisfies readonly Role[];

/** Who may have a key of the own device. */
export const keyHolders = ['owner', 'recorder'] as const satisfies readonly Role[];

/** Whether the actor is a member of this very organization. */
export function isMemberOf(actor: Actor, organizationId: string): boolean {
  return holdsRole(actor, organizationId, memberRoles);
}

/** What access to an organization depends on. */
export interface Party {
  readonly id: string;
  readonly region: string;
  readonly parentId: string | null;
}

/**
 * Passes when the actor holds one of the roles for the organization, or, as a member of the cooperative it belongs to,
 * for that: a cooperative looks after the master data of its households.
 *
 * @throws DomainError `forbidden` for a member without the role, `not-found` for everyone else.
 */
export function requireParty(actor: Actor, party: Party, roles: readonly Role[]): void {
  const { id, parentId, region } = party;
  const isCarer = parentId !== null && !isMemberOf(actor, id) && isMemberOf(actor, parentId);
  requireRole(actor, isCarer ? parentId : id, roles, region);
}

/**
 * The organization that a new thing will belong to: the one that was named, else the only one for which the actor holds
 * one of the roles.
 *
 * @throws DomainError `validation` when none was named and there is not exactly one.
 */
export function homeOrganization(
  actor: Actor,
  named: string | null | undefined,
  roles: readonly Role[],
): string {
  if (named !== null && named !== undefined) return named;
  const [only, ...others] = organizationsOf(actor, roles);
  if (only !== undefined && others.length === 0) return only;
  throw refused(
    fault('/organization', 'required', '请说明属于哪个组织。', 'Say to which organization it belongs.'),
  );
}
