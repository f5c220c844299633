import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, requireRole, scopeOf } from '../access/authorize.js';
import { organizationTypes } from '../gs1/vocabulary.js';
import { refused } from '../http/problems.js';
import { parseTimestamp } from '../ledger/time.js';
import { PartyFacts } from '../parties/facts.js';
import { fault } from '../parties/faults.js';
import { supervisors } from '../parties/scope.js';
import type { FiguresDto, FiguresQuery, HolderRowDto, WholeChainDto } from './figures.dto.js';
import { FiguresStore, type FigureChoice } from './figures.store.js';

const monthsMax = 24;
/** Batches that one answer adds up. */
const batchesMax = 20_000;

const holders = Object.keys(organizationTypes);

/** Adds up what became of the batches of a region. */
@Injectable()
export class FiguresService {
  constructor(
    private readonly store: FiguresStore,
    private readonly parties: PartyFacts,
  ) {}

  /** @throws DomainError `validation`; `not-found` for a region or product that is not the actor's. */
  async get(actor: Actor, { region = null, product = null, from, to }: FiguresQuery): Promise<FiguresDto> {
    const regions = within(scopeOf(actor, supervisors).regions, region ?? '');
    if (regions.length === 0) throw notFound();
    const choice = { regions, productId: product, fromMs: startOf(from), untilMs: startOf(following(to)) };
    if (following(to) <= from) throw refused(order(from));
    if (monthsBetween(from, to) > monthsMax) throw refused(tooLong);
    if (product !== null) await this.requireProduct(actor, product);
    if ((await this.store.count(choice, batchesMax + 1)) > batchesMax) throw refused(tooMany);
    const [rows, chain] = await Promise.all([
      this.store.months(choice),
      product === null ? null : this.chain(choice),
    ]);
    return { regions, from, to, rows, chain };
  }

  private async requireProduct(actor: Actor, id: string): Promise<void> {
    const product = await this.parties.productIn(scopeOf(actor, supervisors), id);
    const holder = product === null ? null : await this.parties.organization(product.organizationId);
    if (holder === null) throw notFound();
    requireRole(actor, holder.id, supervisors, holder.region);
  }

  private async chain(choice: FigureChoice): Promise<WholeChainDto> {
    const all = await this.store.chain(choice, batchesMax);
    const rows = all.flatMap(({ holder, unit, ...row }): HolderRowDto[] =>
      holder === null || unit === null ? [] : [{ holder, unit, ...row }],
    );
    const looked = all.reduce((sum, { batches }) => sum + batches, 0);
    return {
      complete: looked < batchesMax,
      elsewhere: all.find(({ holder }) => holder === null)?.batches ?? 0,
      rows: rows.sort((left, right) => holders.indexOf(left.holder) - holders.indexOf(right.holder)),
    };
  }
}

/** What of a region lies in these: it, where one of them holds it, or those that it holds. */
function within(own: readonly string[], region: string): readonly string[] {
  if (own.some((prefix) => region.startsWith(prefix))) return [region];
  return own.filter((prefix) => prefix.startsWith(region));
}

/** The first moment of a month in China, in ms since 1970. */
function startOf(month: string): number {
  return parseTimestamp(`${month}-01T00:00:00+08:00`);
}

function numberOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
}

function following(month: string): string {
  const next = numberOf(month) + 1;
  return `${Math.floor(next / 12)}-${String((next % 12) + 1).padStart(2, '0')}`;
}

function monthsBetween(from: string, to: string): number {
  return numberOf(to) - numberOf(from) + 1;
}

const order = (from: string) =>
  fault('/query/to', 'order', `不能早于 ${from}。`, `Must not be before ${from}.`);
const tooLong = fault(
  '/query/to',
  'too-many',
  `一次最多 ${monthsMax} 个月。`,
  `At most ${monthsMax} months at a time.`,
);
const tooMany = fault(
  '/query/region',
  'too-many',
  `超过 ${batchesMax} 个批次，一次算不完。请缩小地区、缩短时间，或者只看一种产品。`,
  `These are more than ${batchesMax} batches, too many for one answer. Narrow the region or the time, or choose one product.`,
);
