import type { Language } from '../../gs1/words.js';
import type { FieldFault } from '../../http/problems.js';
import { fault } from './faults.js';
import { Nested, NestedList, PublicText } from './fields.js';
import { defineKind, neverForward, type KindContext, type References } from './kind.js';
import { OwnEntryReferenceDto } from './reference.dto.js';
import { findOwnEntry, isFault, ownEntry } from './references.js';
import { RuleId } from './rule-id.js';

/** A finding of this batch: the rule, and the entries that it rests on. */
export class LiftedFindingDto {
  @RuleId({ doc: 'Rule', example: 'R27' })
  rule!: string;

  @NestedList(() => OwnEntryReferenceDto, 1, 100, { doc: 'All entries of this chain that it rests on' })
  entries!: OwnEntryReferenceDto[];
}

/** A hold of this batch, or one of its findings, is lifted. */
export class ReleaseData {
  @Nested(() => OwnEntryReferenceDto, { doc: 'The hold entry of this chain', optional: true })
  hold?: OwnEntryReferenceDto;

  @Nested(() => LiftedFindingDto, { doc: 'In place of a hold: what a rule found', optional: true })
  finding?: LiftedFindingDto;

  @PublicText(200, { doc: 'Why', example: '复检合格' })
  reason!: string;
}

function references({ hold, finding }: ReleaseData, home: string): References {
  const named = [...(hold === undefined ? [] : [hold]), ...(finding?.entries ?? [])];
  return { entries: named.map((entry) => ownEntry(entry, home)), batches: [] };
}

function check({ hold, finding }: ReleaseData, context: KindContext): FieldFault[] {
  if (finding !== undefined) {
    return hold === undefined ? checkFinding(finding, context) : [fault('/data/finding', 'not-applicable')];
  }
  if (hold === undefined) return [fault('/data/hold', 'required')];
  const entry = findOwnEntry(ownEntry(hold, context.home.id), ['hold'], '/data/hold', context);
  return isFault(entry) ? [entry] : [];
}

/** Whoever is in breach does not lift what follows from it: a wrong entry is corrected, and the finding goes by itself. */
function checkFinding(finding: LiftedFindingDto, context: KindContext): FieldFault[] {
  if (context.issuer === `org/${context.home.organizationId}`) return [fault('/data/finding', 'own-finding')];
  const named = new Set<number>();
  return finding.entries.flatMap((entry, index) => {
    const pointer = `/data/finding/entries/${index}`;
    if (named.has(entry.seq)) return [fault(pointer, 'repeated')];
    named.add(entry.seq);
    return context.entry(ownEntry(entry, context.home.id)) === undefined
      ? [fault(pointer, 'unknown-entry')]
      : [];
  });
}

function sentence({ reason, finding }: ReleaseData, language: Language): string {
  if (finding === undefined) return language === 'en' ? `Released: ${reason}` : `解除冻结：${reason}`;
  return language === 'en'
    ? `Released from ${finding.rule}: ${reason}`
    : `解除冻结（规则 ${finding.rule}）：${reason}`;
}

/** Release of one hold, which is lifted at most once, by who placed it; or of one finding, by an authority. */
export const release = defineKind<ReleaseData>({
  kind: 'release',
  words: { zh: '解除冻结', en: 'Release' },
  chain: 'batch',
  data: ReleaseData,
  privateFields: [],
  correctable: false,
  forward: neverForward,
  references,
  check,
  effect: ({ hold, finding }, context) => {
    const batch = context.home.id;
    if (finding !== undefined) {
      const entries = finding.entries.map((entry) => entry.seq).sort((left, right) => left - right);
      return [{ type: 'finding-release', batch, rule: finding.rule, entries }];
    }
    if (hold === undefined) return [];
    const { seq, leafHash } = hold;
    return [{ type: 'hold', batch, change: -1, entry: { seq, leafHash } }];
  },
  sentence,
  example: {
    hold: { seq: 9, leafHash: 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek' },
    reason: '复检合格',
  },
});
