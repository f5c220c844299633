import type { Rule } from './finding.js';
import { claimValidity, withdrawnClaim } from './rules/claims.js';
import {
  certificateDuty,
  collectedCertificate,
  reissueAfterMixing,
  testedBasis,
} from './rules/compliance.js';
import { conversionPeriod, greenInput, organicInput } from './rules/conversion.js';
import { fumigationInterval, outboundTest } from './rules/grain.js';
import { plausibleYield } from './rules/harvest-yields.js';
import { offLabelUse, unknownInterval, usesPerSeason } from './rules/label-use.js';
import { accreditedLaboratory } from './rules/laboratories.js';
import { madeBeforeSource, mixedClaim } from './rules/lineage.js';
import { preHarvestInterval } from './rules/pre-harvest.js';
import { massBalance, processYield } from './rules/processing.js';
import { inputRecord, lateEntry, pestBehindUse } from './rules/records.js';
import { labelCode, registrationForm } from './rules/registrations.js';
import { frozenReadings, repeatedReport, sampledTooEarly } from './rules/reports.js';
import { grainLimit, residueLimit, summedResidue } from './rules/residue-limits.js';
import { lateRetest } from './rules/retests.js';
import { bannedActive, restrictedActive } from './rules/restrictions.js';
import { claimScope } from './rules/scope.js';

/** Every rule that judges, in the order of its number; docs/rules.md says of each of the 80 where it is. */
export const rules: readonly Rule[] = [
  inputRecord,
  pestBehindUse,
  lateEntry,
  bannedActive,
  restrictedActive,
  registrationForm,
  offLabelUse,
  usesPerSeason,
  preHarvestInterval,
  unknownInterval,
  labelCode,
  organicInput,
  greenInput,
  fumigationInterval,
  plausibleYield,
  massBalance,
  processYield,
  mixedClaim,
  madeBeforeSource,
  certificateDuty,
  testedBasis,
  reissueAfterMixing,
  collectedCertificate,
  claimValidity,
  withdrawnClaim,
  claimScope,
  conversionPeriod,
  residueLimit,
  accreditedLaboratory,
  sampledTooEarly,
  repeatedReport,
  summedResidue,
  lateRetest,
  frozenReadings,
  grainLimit,
  outboundTest,
];

/** Which rules these are: raised whenever one of them may say something else of the same record, so that all are judged anew. */
export const rulesEdition = '2';

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule of that id, undefined when none judges. */
export function findRule(id: string): Rule | undefined {
  return byId.get(id);
}

/**
 * The rules whose findings an entry of the kind can change; those of all others stay as they were.
 *
 * A correction changes the entry that it corrects, whose kind only the chain tells, so that every rule may change.
 */
export function rulesTouchedBy(kind: string): readonly Rule[] {
  return kind === 'correction' ? rules : rules.filter((rule) => rule.kinds.includes(kind));
}
