import { defineKind, neverForward, noReferences } from './kind.js';
import { RoleData, roleSentence } from './roles.js';

const words = { zh: '授予角色', en: 'Role granted' } as const;

/** Somebody may act for the organization, or in a region or for the service, from this entry on. */
export const roleGranted = defineKind<RoleData>({
  kind: 'role-granted',
  words,
  chain: 'organization',
  data: RoleData,
  privateFields: ['/person', '/actor'],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence: roleSentence(words),
  example: { role: 'recorder', by: 'owner' },
});
