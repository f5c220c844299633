import { expect } from 'vitest';
import type { Caller } from './cooperative.js';

interface Amount {
  readonly value: string;
  readonly unit: string;
}

/** A trace as the service answers it, as far as tests look at it. */
export interface Traced {
  readonly complete: boolean;
  readonly nodes: readonly {
    readonly key: string;
    readonly batch: string;
    readonly level: number;
    readonly lotEntry: number | null;
    readonly organization: { readonly id: string; readonly name: string };
    readonly code: string | null;
    readonly lot: string | null;
    readonly available: Amount | null;
    readonly state: string;
    readonly stops: readonly string[] | null;
    readonly links: readonly {
      readonly node: string;
      readonly entry: { readonly batch: string; readonly seq: number };
      readonly taken: Amount | null;
      readonly made: Amount | null;
    }[];
  }[];
  readonly origins: readonly { readonly node: string; readonly quantity: Amount }[] | null;
  readonly whole: Amount | null;
  readonly unknown: Amount | null;
  readonly claims: readonly string[] | null;
  readonly consignees:
    | readonly {
        readonly entry: { readonly batch: string; readonly seq: number };
        readonly consignee: { readonly id: string } | null;
        readonly quantity: Amount;
        readonly confirmed: Amount;
        readonly returned: Amount;
        readonly unconfirmed: Amount;
      }[]
    | null;
  readonly labels:
    readonly { readonly batch: string; readonly units: number; readonly states: object | null }[] | null;
}

export type Direction = 'backward' | 'forward';

/** A trace by the members' address, or another that begins the same. */
export async function traceOf(
  caller: Caller,
  batch: string,
  direction: Direction,
  query = '',
): Promise<Traced> {
  const answer = await caller.get(`/api/v1/batches/${batch}/trace?direction=${direction}${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as unknown as Traced;
}

/** Origins as `<batch>: <quantity>`, a batch once. */
export function originsIn({ origins }: Traced): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { node, quantity } of origins ?? []) {
    const batch = node.split('/')[0] ?? '';
    found[batch] = (found[batch] ?? 0) + Number(quantity.value);
  }
  return found;
}

/** Every link as `<entry> <parent> > <child>`. */
export function edgesIn({ nodes }: Traced, direction: Direction): string[] {
  const batches = new Map(nodes.map(({ key, batch }) => [key, batch]));
  return nodes.flatMap(({ batch, links }) =>
    links.map(({ node, entry }) => {
      const [near, far] = [batch, batches.get(node) ?? ''];
      const [parent, child] = direction === 'backward' ? [far, near] : [near, far];
      return `${entry.batch} ${entry.seq} ${parent} > ${child}`;
    }),
  );
}

/** The batches of a trace, each once. */
export function batchesIn({ nodes }: Traced): string[] {
  return [...new Set(nodes.map(({ batch }) => batch))];
}
