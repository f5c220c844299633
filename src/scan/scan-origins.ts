import { receipt } from '../events/kinds/receipt.js';
import { processes, type ProcessName } from '../gs1/vocabulary.js';
import { say, type Language } from '../gs1/words.js';
import type { ScanFlow, ScanOrigin } from '../web/scan-view.js';
import type { Flow, Lineage, Origin } from './lineage.js';

/**
 * The origins as the public reads them.
 *
 * Quantities of a trade belong to its partners (domain.md §8): they are shown where the organization of the scanned
 * batch stated them itself, which is where the batch that was made is its own.
 */
export function originsOf(lineage: Lineage, organizationId: string, language: Language): ScanOrigin[] {
  const { origins } = lineage;
  return origins.map(
    ({ level, product, variety, lot, organization, place, harvest, held, flows }: Origin) => ({
      level,
      product,
      variety,
      lot,
      organization: organization.name,
      place,
      harvest,
      held,
      flows: flows.map((flow) => {
        const made = flow.into === null ? organizationId : origins[flow.into]?.organization.id;
        return flowOf(flow, made === organizationId, language);
      }),
    }),
  );
}

function flowOf({ into, step, put, got, share }: Flow, stated: boolean, language: Language): ScanFlow {
  return {
    into,
    step: stepWords(step, language),
    put: stated ? put : null,
    got: stated ? got : null,
    share,
  };
}

function stepWords(step: string, language: Language): string {
  return say(step === receipt.kind ? receipt.words : processes[step as ProcessName].words, language);
}
