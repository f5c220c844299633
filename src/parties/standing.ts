import type { Actor, Role } from '../access/actor.js';
import { holdsRole, organizationsOf } from '../access/authorize.js';
import { memberRoles, type Party } from './scope.js';

/** What gives somebody who is no member the right to look at what is not public of an organization. */
export type Purpose = 'supervision' | 'administration' | 'break-glass';

/** As what an actor stands before an organization: its member, or somebody with power over it. */
export type Standing =
  | { readonly as: 'member' }
  | {
      readonly as: 'official';
      readonly role: Role;
      readonly purpose: Purpose;
      /** The body the person acts for, where it is said. */
      readonly authority: string | null;
    };

const powerfulRoles: readonly Role[] = ['admin', 'regulator', 'inspector'];

/**
 * As what the actor may look at what is not public of an organization now; null when not at all.
 *
 * Members, and those of the cooperative that looks after it, before all else; then supervision of the region, then
 * break-glass access, then the administration of the service, which sees no sealed field (`seesSealed`).
 */
export function standingOf(actor: Actor, party: Party): Standing | null {
  const homes = party.parentId === null ? [party.id] : [party.id, party.parentId];
  if (homes.some((id) => holdsRole(actor, id, memberRoles))) return { as: 'member' };
  const supervisor = actor.grants.find(
    ({ role, organizationId, region }) =>
      (role === 'regulator' || role === 'inspector') &&
      organizationId === null &&
      region !== null &&
      party.region.startsWith(region),
  );
  if (supervisor !== undefined) return official(actor, supervisor.role, 'supervision');
  const broken = actor.grants.some(
    ({ untilMs, organizationId }) =>
      untilMs !== undefined && organizationId === party.id && Date.now() < untilMs,
  );
  if (broken) return official(actor, highestRole(actor), 'break-glass');
  if (isAdmin(actor)) return official(actor, 'admin', 'administration');
  return null;
}

/** Whether sealed fields are shown to one of that standing. */
export function seesSealed(standing: Standing | null): boolean {
  return standing !== null && (standing.as === 'member' || standing.purpose !== 'administration');
}

/** Whether the actor runs the service. */
export function isAdmin(actor: Actor): boolean {
  return actor.grants.some(({ role, organizationId }) => role === 'admin' && organizationId === null);
}

/** Whether the actor has a role that reaches beyond one organization and sees, or decides about, what is not public there. */
export function isPowerful({ grants }: Actor): boolean {
  return grants.some(({ role, organizationId }) => organizationId === null && powerfulRoles.includes(role));
}

/** The body in whose name an official acts: the one it records for; null for an admin. */
export function authorityOf(actor: Actor): string | null {
  return organizationsOf(actor, ['owner', 'recorder'])[0] ?? null;
}

/** With which of its own roles an official asks for, or decides about, what is beyond one region. */
export function highestRole(actor: Actor): Role {
  if (isAdmin(actor)) return 'admin';
  const own = actor.grants.filter(({ organizationId }) => organizationId === null);
  return own.some(({ role }) => role === 'regulator') ? 'regulator' : 'inspector';
}

function official(actor: Actor, role: Role, purpose: Purpose): Standing {
  return { as: 'official', role, purpose, authority: role === 'admin' ? null : authorityOf(actor) };
}
