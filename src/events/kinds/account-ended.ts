import { defineKind, neverForward, noReferences } from './kind.js';
import { RoleData, roleSentence } from './roles.js';

const words = { zh: '停用账号', en: 'Account ended' } as const;

/** An account of an official is ended, with all of its roles; `role` is its chief one. */
export const accountEnded = defineKind<RoleData>({
  kind: 'account-ended',
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
  example: { role: 'inspector', region: '3706', by: 'admin' },
});
