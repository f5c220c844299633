import type { Role } from '../../access/actor.js';
import { say, type Language } from '../../gs1/words.js';
import { Choice, Instant, PrivateText, Uuid } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';
import { roleNames, sayRole } from './roles.js';

const steps = {
  requested: { zh: '申请应急查看', en: 'Break-glass access asked for' },
  approved: { zh: '批准应急查看', en: 'Break-glass access approved' },
  refused: { zh: '拒绝应急查看', en: 'Break-glass access refused' },
} as const;

/** One step of a look beyond one's own; why, and by whom, are disclosures. */
export class BreakGlassData {
  @Uuid({ doc: 'Which request' })
  request!: string;

  @Choice(Object.keys(steps), { doc: 'What was done', example: 'requested' })
  step!: keyof typeof steps;

  @Choice(roleNames, { doc: 'In which role the person acts who does it', example: 'regulator' })
  role!: Role;

  @Uuid({ doc: 'The body the person acts for', optional: true })
  authority?: string;

  @Instant({ doc: 'When it ends by itself, of an approval', optional: true })
  until?: string;

  @PrivateText(400, { doc: 'Why (private)', optional: true })
  reason?: string;

  @PrivateText(36, { doc: 'Account of the person who does it (private)', optional: true })
  person?: string;
}

function sentence({ step, role, until }: BreakGlassData, language: Language): string {
  const said = say(steps[step], language);
  const who = sayRole(role, language);
  if (language === 'en') return `${said}, by role ${who}${until === undefined ? '' : `, until ${until}`}`;
  return `${said}（${who}）${until === undefined ? '' : `，至 ${until}`}`;
}

/** Stated by the operator on the chain of the organization concerned, before the step has any effect. */
export const breakGlass = defineKind<BreakGlassData>({
  kind: 'break-glass',
  words: { zh: '应急查看', en: 'Break-glass access' },
  chain: 'organization',
  data: BreakGlassData,
  privateFields: ['/reason', '/person'],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: { request: '5e0c2f4a-1d3b-4c6e-8f70-91a2b3c4d5e6', step: 'requested', role: 'regulator' },
});
