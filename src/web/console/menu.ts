import type { Words } from '../../gs1/words.js';
import { accessWords } from '../words-accesses.js';
import { applicationWords } from '../words-applications.js';
import { auditScreenWords, exportWords } from '../words-audit.js';
import { batchWords } from '../words-batches.js';
import { breakGlassWords } from '../words-break-glass.js';
import { caseWords } from '../words-cases.js';
import { certificationWords } from '../words-certifications.js';
import { consoleWords } from '../words-console.js';
import { deskWords } from '../words-desk.js';
import { figureWords } from '../words-figures.js';
import { inspectionWords } from '../words-inspections.js';
import { labelKeyWords } from '../words-label-keys.js';
import { listWords } from '../words-lists.js';
import { officialWords } from '../words-officials.js';
import { machineWords } from '../words-machines.js';
import { peopleWords } from '../words-people.js';
import { printWords } from '../words-print.js';
import { recallWords } from '../words-recalls.js';
import type { Account, Role } from './surroundings.js';

/** A screen of the menu, and whose menu has it. */
interface MenuEntry {
  readonly name: string;
  readonly words: Words;
  readonly roles: readonly Role[] | 'all';
  /** For members only where an organization of theirs has goods. */
  readonly ofGoods?: true;
}

/** Roles by which an account belongs to an organization. */
export const members: readonly Role[] = ['owner', 'recorder', 'viewer'];
const recorders: readonly Role[] = ['owner', 'recorder'];
const authorities: readonly Role[] = ['inspector', 'regulator'];

const menu: readonly MenuEntry[] = [
  { name: '', words: consoleWords.home, roles: 'all' },
  { name: 'anomalies', words: caseWords.anomalies, roles: authorities },
  { name: 'audit', words: auditScreenWords.title, roles: [...authorities, 'admin'] },
  { name: 'trace', words: recallWords.trace, roles: authorities },
  { name: 'batches', words: batchWords.batches, roles: [...members, ...authorities] },
  { name: 'new-batch', words: deskWords.newBatch, roles: recorders, ofGoods: true },
  { name: 'deliveries', words: deskWords.deliveries, roles: members, ofGoods: true },
  { name: 'notices', words: recallWords.notices, roles: members, ofGoods: true },
  { name: 'stops', words: deskWords.stops, roles: members, ofGoods: true },
  { name: 'labels', words: printWords.labels, roles: members, ofGoods: true },
  { name: 'certificates', words: deskWords.certificates, roles: members, ofGoods: true },
  {
    name: 'certifications',
    words: certificationWords.title,
    roles: [...members, ...authorities, 'certifier'],
    ofGoods: true,
  },
  { name: 'recalls', words: recallWords.recalls, roles: [...members, ...authorities] },
  { name: 'inspections', words: inspectionWords.tasks, roles: authorities },
  { name: 'applications', words: applicationWords.title, roles: [...authorities, 'admin'] },
  { name: 'break-glass', words: breakGlassWords.title, roles: [...authorities, 'admin'] },
  { name: 'figures', words: figureWords.figures, roles: authorities },
  { name: 'exports', words: exportWords.title, roles: authorities },
  { name: 'products', words: deskWords.products, roles: members, ofGoods: true },
  { name: 'sites', words: deskWords.sites, roles: members, ofGoods: true },
  { name: 'people', words: peopleWords.title, roles: recorders },
  { name: 'members', words: deskWords.members, roles: ['owner', 'admin'] },
  { name: 'officials', words: officialWords.title, roles: ['admin'] },
  { name: 'label-keys', words: labelKeyWords.title, roles: ['admin'] },
  { name: 'lists', words: listWords.title, roles: ['admin'] },
  { name: 'devices', words: deskWords.devices, roles: members },
  { name: 'machines', words: machineWords.title, roles: ['owner'] },
  { name: 'accesses', words: accessWords.title, roles: [...members, ...authorities, 'admin'] },
  { name: 'account', words: consoleWords.account, roles: 'all' },
];

/** Kinds of organizations that have no goods. */
export const kindsWithoutGoods: readonly string[] = ['authority', 'operator', 'laboratory', 'certifier'];

/** The screens that an account's menu has, in order. */
export function menuOf({ grants, organizations }: Account): readonly MenuEntry[] {
  const hasGoods = organizations.some(({ kind }) => !kindsWithoutGoods.includes(kind));
  return menu.filter(({ roles, ofGoods = false }) => {
    const isHidden = (role: Role): boolean => ofGoods && !hasGoods && members.includes(role);
    return roles === 'all' || grants.some(({ role }) => roles.includes(role) && !isHidden(role));
  });
}
