import { defineKind, neverForward, noReferences } from './kind.js';
import { RoleData, roleSentence } from './roles.js';

const words = { zh: '取消角色', en: 'Role ended' } as const;

/** A role is taken away from somebody. */
export const roleEnded = defineKind<RoleData>({
  kind: 'role-ended',
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
