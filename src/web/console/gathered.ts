import { gathered, useGathered, type Listed } from './answers.js';
import type { Answer, Api } from './api.js';

/** The items of a list, page after page, at most `pages` of them. */
export async function everyItem<Item>(
  api: Api,
  path: string,
  pages: number,
): Promise<Answer<readonly Item[]>> {
  const items: Item[] = [];
  let next: string | null = path;
  for (let page = 0; next !== null && page < pages; page += 1) {
    const answer: Answer<Listed<Item>> = await api.get(next);
    if (answer.fault !== null) return answer;
    items.push(...answer.body.items);
    next = answer.next;
  }
  return gathered(items);
}

/** What has a name. */
interface Named {
  readonly id: string;
  readonly name: string;
}

/** Names of organizations by id, of those that the reader is told; the others are not there. */
export function useOrganizationNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const wanted = [...new Set(ids)].sort();
  const { answer } = useGathered(wanted.length === 0 ? null : wanted.join(), async (api) => {
    const answers = await Promise.all(wanted.map((id) => api.get<Named>(`/api/v1/organizations/${id}`)));
    return gathered(
      new Map(answers.flatMap((one) => (one.fault === null ? [[one.body.id, one.body.name]] : []))),
    );
  });
  return answer?.fault === null ? answer.body : new Map();
}
