import type { Role } from '../../access/actor.js';
import type { CaseEffect } from '../../batches/effect.js';
import { gravityOf, severities, type Severity } from '../../gs1/severities.js';
import { say, type Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { parseTimestamp } from '../../ledger/time.js';
import { fault } from './faults.js';
import { Choice, Instant, Nested, NestedList, PrivateText } from './fields.js';
import { defineKind, neverForward, type KindContext } from './kind.js';
import { OwnEntryReferenceDto } from './reference.dto.js';
import { ownEntry } from './references.js';
import { roleNames } from './roles.js';
import { RuleId } from './rule-id.js';

const steps = {
  assigned: { zh: '开始核查', en: 'Inquiry begun' },
  noted: { zh: '记下核查情况', en: 'Inquiry noted' },
  closed: { zh: '核查结束', en: 'Inquiry ended' },
} as const;

const outcomes = {
  explained: { zh: '已解释', en: 'explained' },
  filed: { zh: '立案', en: 'a case is filed' },
} as const;

/** How an inquiry ends. */
export const caseOutcomes = Object.keys(outcomes) as (keyof typeof outcomes)[];

/** How many entries of a finding a statement names at most. */
export const caseEntriesMax = 400;

/** A finding of this batch as it was when the statement was made. */
export class CaseFindingDto {
  @RuleId({ doc: 'Rule', example: 'R27' })
  rule!: string;

  @Choice(severities, { doc: 'How grave it is', example: 'critical' })
  severity!: Severity;

  @Instant({ doc: 'When the last of the entries was recorded that it rests on' })
  since!: string;

  @NestedList(() => OwnEntryReferenceDto, 1, caseEntriesMax, {
    doc: 'All entries of this chain that it rests on, ascending',
  })
  entries!: OwnEntryReferenceDto[];
}

/** An authority looks into a finding. What it writes, and who is sent, is for officials of the region alone. */
export class CaseData {
  @Nested(() => CaseFindingDto, { doc: 'The finding' })
  finding!: CaseFindingDto;

  @Choice(Object.keys(steps), { doc: 'What was done', example: 'assigned' })
  step!: keyof typeof steps;

  @Choice(caseOutcomes, { doc: 'How it ended, when it has', optional: true, example: 'explained' })
  outcome?: keyof typeof outcomes;

  @Choice(roleNames, { doc: 'In which role the person acts who does it', example: 'inspector' })
  role!: Role;

  @PrivateText(400, { doc: 'What was found out, or why it ended (private)', optional: true })
  text?: string;

  @PrivateText(36, { doc: 'Account of the official who is to look into it (private)', optional: true })
  person?: string;

  @PrivateText(36, { doc: 'Account of the one who does it (private)', optional: true })
  actor?: string;
}

function check({ finding, step, outcome }: CaseData, context: KindContext): FieldFault[] {
  if (step === 'closed' && outcome === undefined) return [fault('/data/outcome', 'required')];
  if (step !== 'closed' && outcome !== undefined) return [fault('/data/outcome', 'not-applicable')];
  return finding.entries.flatMap((entry, index) => {
    const pointer = `/data/finding/entries/${index}`;
    if (entry.seq <= (finding.entries[index - 1]?.seq ?? 0)) return [fault(pointer, 'repeated')];
    const named = context.entry(ownEntry(entry, context.home.id));
    return named === undefined ? [fault(pointer, 'unknown-entry')] : [];
  });
}

function effect({ finding, step, outcome }: CaseData, { home, issuer }: KindContext): CaseEffect[] {
  const { rule, severity, since, entries } = finding;
  return [
    {
      type: 'case',
      batch: home.id,
      rule,
      entries: entries.map(({ seq }) => seq),
      gravity: gravityOf(severity),
      sinceMs: parseTimestamp(since),
      authority: issuer.slice('org/'.length),
      step: step === 'closed' ? (outcome ?? 'explained') : step,
    },
  ];
}

function sentence({ finding, step, outcome }: CaseData, language: Language): string {
  const did = say(steps[step], language);
  const how = outcome === undefined ? null : say(outcomes[outcome], language);
  if (language === 'en')
    return `${did}, into what rule ${finding.rule} found${how === null ? '' : `: ${how}`}`;
  return `${did}（规则 ${finding.rule} 的疑点）${how === null ? '' : `：${how}`}`;
}

/**
 * An authority's inquiry into a finding, step by step. It changes nothing of what was found: facts stay facts, and only
 * a `release` lifts what follows from one.
 */
export const caseStep = defineKind<CaseData>({
  kind: 'case',
  words: { zh: '疑点核查', en: 'Inquiry' },
  chain: 'batch',
  data: CaseData,
  privateFields: ['/text', '/person', '/actor'],
  audiences: { '/text': 'regulator', '/person': 'regulator', '/actor': 'nobody' },
  correctable: false,
  forward: neverForward,
  references: ({ finding }, home) => ({
    entries: finding.entries.map((entry) => ownEntry(entry, home)),
    batches: [],
  }),
  check,
  effect,
  sentence,
  example: {
    finding: {
      rule: 'R27',
      severity: 'critical',
      since: '2026-11-20T06:05:00.000Z',
      entries: [
        { seq: 4, leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' },
        { seq: 6, leafHash: 'XrM0V1jYxvXcQ2qPpK9c5m0o2nR8jvT1wHk6b7d3e0Q' },
      ],
    },
    step: 'closed',
    outcome: 'explained',
    role: 'inspector',
  },
});
