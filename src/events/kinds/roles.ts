import type { Role } from '../../access/actor.js';
import { isRegionPrefix } from '../../gs1/national.js';
import { say, type Language, type Words } from '../../gs1/words.js';
import { Choice, PrivateText } from './fields.js';
import { field, textRule } from './rules.js';

/** The roles of the service in words. */
const roleWords = {
  owner: { zh: '负责人', en: 'owner' },
  recorder: { zh: '记录员', en: 'recorder' },
  viewer: { zh: '查看员', en: 'viewer' },
  inspector: { zh: '检查员', en: 'inspector' },
  regulator: { zh: '监管员', en: 'regulator' },
  certifier: { zh: '认证员', en: 'certifier' },
  admin: { zh: '服务管理员', en: 'admin of the service' },
} as const satisfies Record<Role, Words>;

/** Every role, as statements name it. */
export const roleNames = Object.keys(roleWords) as Role[];

/** A role in the reader's language. */
export function sayRole(role: Role, language: Language): string {
  return say(roleWords[role], language);
}

/** A role that a person is given or loses; who it is, and who did it, are disclosures. */
export class RoleData {
  @Choice(roleNames, { doc: 'Which role', example: 'recorder' })
  role!: Role;

  @field(
    { doc: 'First digits of the region codes it is for; "" the whole country', optional: true },
    { type: String, pattern: '^(\\d{2}){0,3}$' },
    [textRule('region', isRegionPrefix)],
  )
  region?: string;

  @Choice(roleNames, { doc: 'In which role the one acts who does it; absent for the machine itself', optional: true }) // prettier-ignore
  by?: Role;

  @PrivateText(36, { doc: 'Account of the person (private)', optional: true })
  person?: string;

  @PrivateText(36, { doc: 'Account of the one who does it (private)', optional: true })
  actor?: string;
}
