import type { Role } from '../../access/actor.js';
import { say, type Language } from '../../gs1/words.js';
import { Choice, CivilDate, PrivateText, PublicTexts, Uuid } from './fields.js';
import { defineKind, neverForward, noReferences } from './kind.js';
import { roleNames, sayRole } from './roles.js';

const steps = {
  ordered: { zh: '下达抽检任务', en: 'Inspection ordered' },
  withdrawn: { zh: '撤回抽检任务', en: 'Order of an inspection withdrawn' },
} as const;

/** An authority orders an inspection or takes the order back; whose goods are meant, why, and by whom, are disclosures. */
export class InspectionTaskData {
  @Uuid({ doc: 'Which task' })
  task!: string;

  @Choice(Object.keys(steps), { doc: 'What was done', example: 'ordered' })
  step!: keyof typeof steps;

  @Choice(roleNames, { doc: 'In which role the person acts who does it', example: 'regulator' })
  role!: Role;

  @Uuid({ doc: 'The authority that orders it' })
  authority!: string;

  @PublicTexts(50, 80, { doc: 'What is to be tested for', example: ['毒死蜱'], optional: true })
  analytes?: string[];

  @CivilDate({ doc: 'By when it is to be reported', optional: true })
  dueOn?: string;

  @PrivateText(55, {
    doc: 'What is to be inspected: `batch/`, `product/` or `organization/` and the id (private)',
    optional: true,
  })
  target?: string;

  @PrivateText(300, { doc: 'Why (private)', optional: true })
  reason?: string;

  @PrivateText(43, { doc: 'Account of the inspector (private)', optional: true })
  person?: string;

  @PrivateText(36, { doc: 'Account of the one who does it (private)', optional: true })
  actor?: string;
}

function sentence({ step, role, dueOn }: InspectionTaskData, language: Language): string {
  const said = say(steps[step], language);
  const who = sayRole(role, language);
  if (language === 'en') return `${said}, by role ${who}${dueOn === undefined ? '' : `, due on ${dueOn}`}`;
  return `${said}（${who}）${dueOn === undefined ? '' : `，${dueOn} 前完成`}`;
}

/** Stated by the operator on the chain of the authority, before the task is one: so the inspected hear nothing of it. */
export const inspectionTask = defineKind<InspectionTaskData>({
  kind: 'inspection-task',
  words: { zh: '抽检任务', en: 'Inspection task' },
  chain: 'organization',
  data: InspectionTaskData,
  privateFields: ['/target', '/reason', '/person', '/actor'],
  correctable: false,
  forward: neverForward,
  references: () => noReferences,
  check: () => [],
  effect: () => [],
  sentence,
  example: {
    task: '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10',
    step: 'ordered',
    role: 'regulator',
    authority: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    analytes: ['毒死蜱'],
    dueOn: '2026-11-30',
  },
});
