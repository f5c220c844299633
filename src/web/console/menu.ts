import type { Words } from '../../gs1/words.js';
import { caseWords } from '../words-cases.js';
import { auditScreenWords, exportWords } from '../words-audit.js';
import { consoleWords } from '../words-console.js';
import { deskWords } from '../words-desk.js';
import { printWords } from '../words-print.js';
import { figureWords } from '../words-figures.js';
import { inspectionWords } from '../words-inspections.js';
import type { Account, Role } from './surroundings.js';

/** A screen of the menu, and whose menu has it. */
interface MenuEntry {
  readonly name: string;
  readonly words: Words;
  readonly roles: readonly Role[] | 'all';
}

const members: readonly Role[] = ['owner', 'recorder', 'viewer'];
const recorders: readonly Role[] = ['owner', 'recorder'];

const menu: readonly MenuEntry[] = [
  { name: '', words: consoleWords.home, roles: 'all' },
  { name: 'anomalies', words: caseWords.anomalies, roles: ['inspector', 'regulator'] },
  { name: 'inspections', words: inspectionWords.tasks, roles: ['inspector', 'regulator'] },
  { name: 'figures', words: figureWords.figures, roles: ['inspector', 'regulator'] },
  { name: 'new-batch', words: deskWords.newBatch, roles: recorders },
  { name: 'deliveries', words: deskWords.deliveries, roles: members },
  { name: 'stops', words: deskWords.stops, roles: members },
  { name: 'labels', words: printWords.labels, roles: members },
  { name: 'certificates', words: deskWords.certificates, roles: members },
  { name: 'products', words: deskWords.products, roles: members },
  { name: 'sites', words: deskWords.sites, roles: members },
  { name: 'members', words: deskWords.members, roles: ['owner'] },
  { name: 'devices', words: deskWords.devices, roles: members },
  { name: 'audit', words: auditScreenWords.title, roles: ['regulator', 'inspector', 'admin'] },
  { name: 'exports', words: exportWords.title, roles: ['regulator', 'inspector'] },
  { name: 'account', words: consoleWords.account, roles: 'all' },
];

/** The screens that an account's menu has, in order. */
export function menuOf({ grants }: Account): readonly MenuEntry[] {
  return menu.filter(({ roles }) => roles === 'all' || grants.some(({ role }) => roles.includes(role)));
}
