import { say, type Language, type Words } from '../../gs1/words.js';
import { defineKind, neverForward, noReferences, type Kind } from './kind.js';
import { RoleData, sayRole } from './roles.js';

/** How a change of roles reads: what was done, with which role, by whom. */
function roleSentence(what: Words): (data: RoleData, language: Language) => string {
  return ({ role, by }, language) => {
    const said = `${say(what, language)}${language === 'en' ? ': ' : '：'}${sayRole(role, language)}`;
    if (by === undefined) return said;
    return language === 'en'
      ? `${said}, by role ${sayRole(by, language)}`
      : `${said}（由${sayRole(by, language)}）`;
  };
}

function roleChange(kind: string, words: Words, example: RoleData): Kind {
  return defineKind<RoleData>({
    kind,
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
    example,
  });
}

const byOwner: RoleData = { role: 'recorder', by: 'owner' };

/** Somebody may act for the organization, or in a region or for the service, from this entry on. */
export const roleGranted = roleChange('role-granted', { zh: '授予角色', en: 'Role granted' }, byOwner);

/** A role is taken away from somebody. */
export const roleEnded = roleChange('role-ended', { zh: '取消角色', en: 'Role ended' }, byOwner);

/** An account of an official is ended, with all of its roles; `role` is its chief one. */
export const accountEnded = roleChange(
  'account-ended',
  { zh: '停用账号', en: 'Account ended' },
  { role: 'inspector', region: '3706', by: 'admin' },
);
