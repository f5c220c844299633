import { DomainError } from '../http/problems.js';
import type { TenantScope } from '../database/tenants.js';
import { roles as allRoles, type Actor, type Grant, type Role } from './actor.js';

/** Roles over a region or the whole service, which belong to no organization. */
const regionalRoles: readonly Role[] = ['inspector', 'regulator'];
const serviceRoles: readonly Role[] = ['admin', 'certifier'];

/**
 * Passes when the actor holds one of the roles for the organization: as its member, as `inspector` or `regulator` of a
 * region that contains it (`region`, its GB/T 2260 code, must then be given), or as `admin` or `certifier` of the
 * service where these are among the roles.
 *
 * @throws DomainError `forbidden` for a member without the role, `not-found` for everyone else, in the same words as
 * for an organization that does not exist.
 */
export function requireRole(
  actor: Actor,
  organizationId: string,
  roles: readonly Role[],
  region?: string,
): void {
  if (holdsRole(actor, organizationId, roles, region)) return;
  if (actor.grants.some((grant) => grant.organizationId === organizationId)) throw forbidden();
  throw notFound();
}

/** The same question as `requireRole`, answered instead of thrown. */
export function holdsRole(
  actor: Actor,
  organizationId: string,
  roles: readonly Role[],
  region?: string,
): boolean {
  return actor.grants.some((grant) => roles.includes(grant.role) && covers(grant, organizationId, region));
}

/** Organizations the actor is a member of with one of the roles. */
export function organizationsOf(actor: Actor, roles: readonly Role[]): readonly string[] {
  const ids = actor.grants.filter((grant) => roles.includes(grant.role)).map((grant) => grant.organizationId);
  return [...new Set(ids.filter((id) => id !== null))];
}

/**
 * What PostgreSQL lets the actor see or change, by the roles that allow it: follows from who the actor is alone, never
 * from what is asked for.
 */
export function scopeOf(actor: Actor, roles: readonly Role[] = allRoles): TenantScope {
  const regions = actor.grants.flatMap(({ role, organizationId, region }) => {
    if (organizationId !== null || !roles.includes(role)) return [];
    if (regionalRoles.includes(role)) return region ?? [];
    return serviceRoles.includes(role) && region === null ? '' : [];
  });
  return { organizations: organizationsOf(actor, roles), regions: [...new Set(regions)] };
}

/** As `scopeOf`, and what is the actor's own by the account, or said in the actor's name. */
export function ownScopeOf(actor: Actor, roles: readonly Role[] = allRoles): TenantScope {
  return { ...scopeOf(actor, roles), account: actor.accountId };
}

function covers(grant: Grant, organizationId: string, region: string | undefined): boolean {
  if (grant.organizationId !== null) return grant.organizationId === organizationId;
  if (!regionalRoles.includes(grant.role)) return grant.region === null;
  // An empty prefix is the whole country; a missing one is no region at all.
  return grant.region !== null && region !== undefined && region.startsWith(grant.region);
}

/** The one answer for what does not exist and for what is not the actor's. */
export function notFound(): DomainError {
  return new DomainError('not-found', {
    zh: '没有找到，或者不属于您。',
    en: 'It does not exist, or is not yours.',
  });
}

function forbidden(): DomainError {
  return new DomainError('forbidden', {
    zh: '您在这个组织里的角色不能做这件事。',
    en: 'Your role in this organization does not allow this.',
  });
}
