import { gathered } from './answers.js';
import type { Answer, Api, Listed } from './api.js';
import type { Batch } from './batch-shapes.js';

/** What somebody typed to name a batch, and which batches that may be. */
export interface Sought {
  readonly text: string;
  readonly batches: readonly Batch[];
}

/** A UUID as people copy it, in either case. */
export const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The batches with a lot, a code or an id; none where there is none that the reader may see. */
async function findBatches(api: Api, text: string): Promise<Answer<Sought>> {
  if (!uuid.test(text)) {
    const answer = await api.get<Listed<Batch>>(
      `/api/v1/batches?by=code,lot&find=${encodeURIComponent(text)}`,
    );
    return answer.fault === null ? gathered({ text, batches: answer.body.items }) : answer;
  }
  const answer = await api.get<Batch>(`/api/v1/batches/${text.toLowerCase()}`);
  if (answer.fault === null) return gathered({ text, batches: [answer.body] });
  return answer.fault.status === 404 ? gathered({ text, batches: [] }) : answer;
}

/** The batches of each text, each text once, in the order typed. */
export async function findEach(api: Api, texts: readonly string[]): Promise<Answer<readonly Sought[]>> {
  const distinct = [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))];
  const answers = await Promise.all(distinct.map((text) => findBatches(api, text)));
  const found: Sought[] = [];
  for (const answer of answers) {
    if (answer.fault !== null) return answer;
    found.push(answer.body);
  }
  return gathered(found);
}
