import type { Role } from '../../access/actor.js';
import { say, type Language } from '../../gs1/words.js';
import { Choice, PrivateText, RegionCode, Uuid } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';
import { roleNames, sayRole } from './roles.js';

const decisions = {
  approved: { zh: '批准入驻申请', en: 'Application approved' },
  refused: { zh: '拒绝入驻申请', en: 'Application refused' },
  returned: { zh: '退回补正入驻申请', en: 'Application returned for completion' },
} as const;

/** What was decided about an application; by whom is a disclosure, and why is told to the applicant alone. */
export class ApplicationDecidedData {
  @Uuid({ doc: 'Which application' })
  application!: string;

  @Choice(Object.keys(decisions), { doc: 'What was decided', example: 'approved' })
  decision!: keyof typeof decisions;

  @RegionCode({ doc: 'County-level region the application is for (GB/T 2260)' })
  region!: string;

  @Uuid({ doc: 'The organization that is registered by it', optional: true })
  organization?: string;

  @Choice(roleNames, { doc: 'In which role', example: 'regulator' })
  role!: Role;

  @Uuid({ doc: 'The body the person acts for', optional: true })
  authority?: string;

  @PrivateText(36, { doc: 'Account of the person (private)', optional: true })
  person?: string;
}

function sentence({ decision, role }: ApplicationDecidedData, language: Language): string {
  const said = say(decisions[decision], language);
  const who = sayRole(role, language);
  return language === 'en' ? `${said}, by role ${who}` : `${said}（${who}）`;
}

/** Stated by the operator on its own chain, before the decision has any effect. */
export const applicationDecided = defineKind<ApplicationDecidedData>({
  kind: 'application-decided',
  words: { zh: '入驻审批', en: 'Application decided' },
  chain: 'organization',
  data: ApplicationDecidedData,
  privateFields: ['/person'],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: { application: '5e0c2f4a-1d3b-4c6e-8f70-91a2b3c4d5e6', decision: 'approved', region: '370686', role: 'regulator' }, // prettier-ignore
});
