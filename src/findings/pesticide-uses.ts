import { entriesOf, plotOf, type Told } from './entries.js';
import { eitherFormulation, readFormulation, type Formulation } from './formulation.js';
import type { BatchRecord } from './record.js';

/** One use of a pesticide on the batch. */
export interface PesticideUse extends Told<'input'> {
  /** What it works by, as declared; else what its name begins with. */
  readonly actives: readonly string[];
  /** Whether the actives were declared: a name may be a trade name and proves the absence of nothing. */
  readonly declared: boolean;
  readonly formulation: Formulation;
  readonly plot: string | null;
}

/** Uses of one product: same actives, number and formulation. Its label is one. */
export interface ProductUses {
  readonly uses: readonly PesticideUse[];
  /** One of them; they differ in dates, plots and targets only. */
  readonly first: PesticideUse;
}

/** One spelling of the name of an active. */
export function plainActive(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, '');
}

/** The uses of pesticides that the chain tells, in its order. */
export function pesticideUses(record: BatchRecord): PesticideUse[] {
  return entriesOf(record, 'input')
    .filter(({ data }) => data.inputType === 'pesticide')
    .map(({ entry, data }) => {
      const { product } = data;
      const declared = product.activeIngredients !== undefined;
      const actives = product.activeIngredients?.map((item) => item.name) ?? [nameOfActive(product.name)];
      const [only] = product.activeIngredients ?? [];
      const content = actives.length === 1 ? (only?.content ?? '') : '';
      const stated = readFormulation(`${content}${product.formulation ?? ''}`);
      return {
        entry,
        data,
        actives,
        declared,
        formulation: eitherFormulation(stated, readFormulation(product.name, actives)),
        plot: plotOf(record, data.site),
      };
    });
}

/** By rule a pesticide is called by its active, content and preparation: 戊唑醇430克/升悬浮剂. */
function nameOfActive(name: string): string {
  return /^[^\d]+(?=\d)/.exec(name.normalize('NFKC'))?.[0] ?? name;
}

/** The uses by product, in the order of the first use of each. */
export function byProduct(uses: readonly PesticideUse[]): ProductUses[] {
  const groups = new Map<string, PesticideUse[]>();
  for (const use of uses) {
    const { content, form, code } = use.formulation;
    const key = JSON.stringify([
      activesKey(use.actives),
      use.data.product.registrationNo,
      content,
      form,
      code,
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [use]);
    else group.push(use);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ uses: group, first }];
  });
}

/** The actives of a product in one order, so that mixtures compare. */
export function activesKey(actives: readonly string[]): string {
  return actives.map(plainActive).sort().join('·');
}
