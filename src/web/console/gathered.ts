import { gathered, useGathered, useReading, type Reading } from './answers.js';
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

/** Items of a list, and whether that is all of it. */
export interface Gathered<Item> {
  readonly items: readonly Item[];
  readonly isWhole: boolean;
}

/** Most pages of a list that are read for one question. */
const pagesMax = 25;

/** Reads a list page after page, as far as one question goes; null reads nothing. */
export function useAll<Item>(list: string | null): Reading<Gathered<Item>> {
  return useGathered<Gathered<Item>>(list === null ? null : `all ${list}`, async (api) => {
    const items: Item[] = [];
    let pages = 0;
    for await (const page of api.pages<Item>(list ?? '')) {
      if (page.fault !== null) return page;
      items.push(...page.body.items);
      pages += 1;
      if (pages === pagesMax) return gathered({ items, isWhole: page.next === null });
    }
    return gathered({ items, isWhole: true });
  });
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
