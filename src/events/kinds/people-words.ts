import type { Words } from '../../gs1/words.js';

const roles: Readonly<Record<string, Words>> = {
  operator: { zh: '经办人', en: 'Done by' },
  driver: { zh: '驾驶员', en: 'Driver' },
};
const someone: Words = { zh: '当事人', en: 'Person' };

/** What a person whom the field at this pointer names did. */
export function personRole(field: string): Words {
  return roles[field.split('/').at(-1) ?? ''] ?? someone;
}
