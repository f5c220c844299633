import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/authorize.js';
import type { TenantScope } from '../database/tenants.js';

/** Who takes data of a region out. */
export const exporters = ['inspector', 'regulator'] as const;

/** What belongs to an official's regions, and nothing that is the official's own beside them. */
export function scopeOfExports(actor: Actor): TenantScope {
  return { organizations: [], regions: scopeOf(actor, exporters).regions };
}
