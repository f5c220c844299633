import { gathered, useGathered } from './answers.js';

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
