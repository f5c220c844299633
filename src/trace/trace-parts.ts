import type { Offers } from '../batches/judgement.js';
import { claimsBefore } from '../findings/lot-claims.js';
import { formatDecimal, type Decimal } from '../ledger/quantity.js';
import { countyOf } from '../scan/standing.js';
import type { BatchFacts, Sent } from './facts.store.js';
import type { Direction, Edge } from './graph.store.js';
import type { TraceAmountDto, TraceConsigneeDto, TraceHolderDto, TraceNodeDto } from './trace.dto.js';
import type { WalkNode } from './walk.js';

/** Whether whoever asks sees what is not public of an organization's batches. */
export type Sees = (organizationId: string) => boolean;

/**
 * A node as it is told: organization, product, county and date to everybody who may trace at all; number, code and
 * quantity of those whose batches the reader sees; the quantities of a link to who sees either end of it (domain.md §8).
 */
export function nodeOf(
  node: WalkNode,
  facts: ReadonlyMap<string, BatchFacts>,
  sees: Sees,
): Omit<TraceNodeDto, 'claims' | 'stops'> {
  const { key, id, level, mixing, seq, organizationId, state } = node;
  const known = facts.get(id);
  if (known === undefined) throw new Error(`the graph has a batch ${id} that is not there`);
  const isSeen = sees(organizationId);
  return {
    key,
    batch: id,
    level,
    mixing,
    lotEntry: seq,
    organization: { id: organizationId, name: known.organization.name },
    product: known.product,
    place: countyOf(known.publicPlace),
    openedAt: new Date(known.openedAtMs).toISOString(),
    code: isSeen ? known.code : null,
    lot: isSeen ? known.lot : null,
    available: isSeen ? amount(known.available, known.unit) : null,
    state,
    links: node.links.map(({ to, edge }) => {
      const isOwnTrade = sees(edge.parent.organizationId) || sees(edge.child.organizationId);
      return { node: to, entry: edge.entry, ...(isOwnTrade ? quantitiesOf(edge, facts) : untold) };
    }),
  };
}

/** What a batch may claim, or, of a mixed lot that is traced back, what the draw that is followed may. Public, as on its page. */
export function claimsOf(
  { seq }: WalkNode,
  offers: Offers | undefined,
  direction: Direction,
): string[] | null {
  if (offers === undefined) return null;
  const { lot, claims } = offers;
  const isDraw = direction === 'backward' && lot !== undefined && seq !== null;
  return [...(isDraw ? claimsBefore(lot, seq) : claims)];
}

const untold = { taken: null, made: null };

function quantitiesOf(
  { parent, child, taken, made }: Edge,
  facts: ReadonlyMap<string, BatchFacts>,
): { readonly taken: TraceAmountDto | null; readonly made: TraceAmountDto | null } {
  const unitOf = (id: string): string => facts.get(id)?.unit ?? '';
  return {
    taken: taken === null ? null : amount(taken, unitOf(parent.id)),
    made: made === null ? null : amount(made, unitOf(child.id)),
  };
}

/** Whose batches are among the nodes, and how many, in the order in which they are met. */
export function holdersIn(
  nodes: Iterable<WalkNode>,
  facts: ReadonlyMap<string, BatchFacts>,
): TraceHolderDto[] {
  const held = new Map<string, Set<string>>();
  for (const { organizationId, id } of nodes)
    held.set(organizationId, (held.get(organizationId) ?? new Set()).add(id));
  return [...held].map(([id, batches]) => {
    const [first = ''] = batches;
    return { id, name: facts.get(first)?.organization.name ?? '', batches: batches.size };
  });
}

/** A shipment as it is told; `unconfirmed` is what is neither here nor there yet. */
export function consigneeOf(sent: Sent, unit: string, name: string | null): TraceConsigneeDto {
  const { batch, seq, consigneeId, quantity, confirmed, returned } = sent;
  return {
    entry: { batch, seq },
    consignee: consigneeId === null ? null : { id: consigneeId, name: name ?? '' },
    quantity: amount(quantity, unit),
    confirmed: amount(confirmed, unit),
    returned: amount(returned, unit),
    unconfirmed: amount(quantity - confirmed - returned, unit),
  };
}

export function amount(value: Decimal, unit: string): TraceAmountDto {
  return { value: formatDecimal(value), unit };
}
