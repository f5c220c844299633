import type { Actor } from '../access/actor.js';
import { holdsRole, organizationsOf } from '../access/authorize.js';
import type { BatchIdentity } from '../batches/batch.js';
import { DomainError } from '../http/problems.js';

/** Kinds that others than the batch's own organization may state about it. */
const outsideKinds = new Set([
  'sample',
  'inspection',
  'certificate',
  'hold',
  'release',
  'recall',
  'recall-withdrawn',
  'correction',
  'case',
]);
const recorders = ['owner', 'recorder'] as const;
const outsiders = ['inspector', 'regulator', 'certifier'] as const;
/** To take samples, to stop goods, and to let them go, is for authorities. */
const authorities = ['inspector', 'regulator'] as const;
const ofAuthorities = new Set(['sample', 'hold', 'release', 'recall', 'recall-withdrawn', 'case']);
/** Whoever the goods belong to has no part in an inquiry. */
const ofOthers = new Set(['case']);

/**
 * The organization in whose name the actor states something about a batch.
 *
 * Its own organization for members who record; for inspectors and regulators of the batch's region, and for certifiers,
 * the organization (authority, laboratory, certification body) they record for, and only for kinds that outsiders may state.
 *
 * Requires that the actor may look into the batch.
 *
 * @throws DomainError `forbidden` when the role does not allow it, or the actor belongs to no such organization.
 */
export function issuerFor(
  actor: Actor,
  batch: BatchIdentity,
  kind: string,
  region: string | undefined,
): string {
  const home = batch.organizationId;
  if (holdsRole(actor, home, recorders) && !ofOthers.has(kind)) return home;
  const isMember = actor.grants.some((grant) => grant.organizationId === home);
  const roles = ofAuthorities.has(kind) ? authorities : outsiders;
  if (isMember || !outsideKinds.has(kind) || !holdsRole(actor, home, roles, region)) throw notAllowed();
  const [own] = organizationsOf(actor, recorders);
  if (own !== undefined) return own;
  throw new DomainError('forbidden', {
    zh: '您还没有加入检验或监管机构，不能以机构名义记录。请联系服务的管理员。',
    en: 'You belong to no authority or laboratory in whose name this could be stated. Ask the admin of the service.',
  });
}

function notAllowed(): DomainError {
  return new DomainError('forbidden', {
    zh: '您的角色不能为这个批次记录这种事件。请联系该组织的负责人。',
    en: 'Your role does not allow recording this on the batch. Ask the owner of the organization.',
  });
}
