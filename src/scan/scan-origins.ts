import type { Stop } from '../batches/stops.service.js';
import { receipt } from '../events/kinds/receipt.js';
import { processes, type ProcessName } from '../gs1/vocabulary.js';
import { say, type Language } from '../gs1/words.js';
import type { ScanFlow, ScanOrigin } from '../web/scan-view.js';
import type { Flow, Lineage, Origin } from './lineage.js';

/**
 * The origins as the public reads them.
 *
 * Quantities of a trade belong to its partners (domain.md §8): they are shown where the organization of the scanned
 * batch stated them itself, which is where the batch that was made is its own. Of what lies on an origin a recall is
 * told before all else, by itself.
 */
export function originsOf(
  lineage: Lineage,
  { organizationId, stops }: { readonly organizationId: string; readonly stops: readonly Stop[] },
  language: Language,
): ScanOrigin[] {
  const { origins } = lineage;
  const stopped = new Set(stops.flatMap(({ batch, by }) => (by === 'recall' ? [] : [batch])));
  return origins.map(
    ({ batch, level, product, variety, lot, organization, place, harvest, held, flows }: Origin) => ({
      level,
      product,
      variety,
      lot,
      organization: organization.name,
      place,
      harvest,
      held: held || stopped.has(batch),
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
