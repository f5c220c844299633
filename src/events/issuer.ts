import type { Actor } from '../access/actor.js';
import { holdsRole, organizationsOf, requireRole } from '../access/authorize.js';
import type { BatchIdentity } from '../batches/batch.js';
import { DomainError } from '../http/problems.js';

/** Kinds that others than the batch's own organization may state about it. */
const outsideKinds = new Set(['inspection', 'certificate', 'hold', 'release', 'correction']);
const recorders = ['owner', 'recorder'] as const;
const outsiders = ['inspector', 'regulator', 'certifier'] as const;

/**
 * The organization in whose name the actor states something about a batch.
 *
 * Its own organization for members who record; for inspectors and regulators of the batch's region, and for certifiers
 * of the service, the organization (authority, laboratory) they record for, and only for kinds that outsiders may state.
 *
 * @throws DomainError `not-found` when the batch is not the actor's, `forbidden` when the role does not allow it.
 */
export function issuerFor(
  actor: Actor,
  batch: BatchIdentity,
  kind: string,
  region: string | undefined,
): string {
  if (holdsRole(actor, batch.organizationId, recorders)) return batch.organizationId;
  const isMember = actor.grants.some((grant) => grant.organizationId === batch.organizationId);
  const may = isMember || !outsideKinds.has(kind) ? recorders : outsiders;
  requireRole(actor, batch.organizationId, may, region);
  const [own] = organizationsOf(actor, recorders);
  if (own === undefined) {
    throw new DomainError('forbidden', {
      zh: '你还没有加入检验或监管机构，不能以机构名义记录。',
      en: 'You belong to no authority or laboratory in whose name this could be stated.',
    });
  }
  return own;
}
