import { gathered, useGathered, useReading } from './answers.js';
import type { Batch } from './batch-shapes.js';

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

interface Product {
  readonly name: string;
  readonly variety: string | null;
}

/** What product and organization of a batch are called; null while that is not known, and where it is not told. */
export function useNamesOf({ product: id, organization }: Batch): {
  readonly product: string | null;
  readonly organization: string | null;
} {
  const product = useReading<Product>(`/api/v1/products/${id}`).answer;
  const names = useOrganizationNames([organization]);
  return {
    product:
      product?.fault === null ? [product.body.name, product.body.variety ?? ''].join(' ').trim() : null,
    organization: names.get(organization) ?? null,
  };
}
