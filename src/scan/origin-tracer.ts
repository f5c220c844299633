import { Injectable } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import type { TimelineEntry } from '../events/chain-reader.js';
import type { HarvestData } from '../events/kinds/harvest.js';
import type { OpeningData } from '../events/kinds/opening.js';
import type { ProcessingData } from '../events/kinds/processing.js';
import type { ReceiptData } from '../events/kinds/receipt.js';
import { base64urlEncode } from '../ledger/bytes.js';
import {
  noLineage,
  sharesOf,
  type Feed,
  type Flow,
  type Lineage,
  type LineageFault,
  type Origin,
} from './lineage.js';
import { RecordChecker, type RecordReport } from './record-checker.js';
import { countyOf, harvestOf, holdOf, inForce } from './standing.js';

/** How far sources are followed: levels up, and batches in all. */
const levelsMax = 8;
const originsMax = 60;

/** A batch whose record holds, its entries in force. */
interface Known {
  readonly id: string;
  readonly organizationId: string;
  readonly entries: readonly TimelineEntry[];
}

/** A batch on the way up: its place among the origins, and the scanned batch's entry that led to it. */
interface Step {
  readonly known: Known;
  readonly place: number | null;
  readonly via: number | null;
}

/**
 * An entry names a source that is not there, or not with this hash, or whose record does not hold; `revoked` where it
 * holds but for entries whose key had been revoked.
 */
class BrokenLink extends Error {
  constructor(readonly why: LineageFault['why'] = 'broken') {
    super();
  }
}

/**
 * Follows what a batch was made from, by the entries that its chain names with their leaf hashes.
 *
 * A lineage is kept as long as the report it was made for, so it is remade when the report is; the records of the
 * sources are checked as that of the batch is, and are as old as the record checker lets them be.
 */
@Injectable()
export class OriginTracer {
  private readonly traced = new WeakMap<RecordReport, Promise<Lineage>>();

  constructor(
    private readonly batches: BatchesService,
    private readonly records: RecordChecker,
  ) {}

  /** What a batch was made from, nearest first. Nothing when its own record does not hold. */
  trace(batch: BatchIdentity, report: RecordReport): Promise<Lineage> {
    const known = this.traced.get(report);
    if (known !== undefined) return known;
    const tracing = this.follow(batch, report);
    this.traced.set(report, tracing);
    tracing.catch(() => this.traced.delete(report));
    return tracing;
  }

  private async follow(batch: BatchIdentity, report: RecordReport): Promise<Lineage> {
    if (report.fault !== null || report.unsound !== null) return noLineage;
    const walk = new Walk({
      id: batch.id,
      organizationId: batch.organizationId,
      entries: inForce(report.entries),
    });
    for (let level = 1; walk.next.length > 0 && level <= levelsMax; level += 1) {
      for (const step of walk.takeNext()) {
        const fault = await this.climb(walk, step, level);
        if (fault !== null) return { ...noLineage, fault };
      }
    }
    return walk.lineage();
  }

  /** Adds the sources of one batch; answers what is wrong with one, or null. */
  private async climb(walk: Walk, step: Step, level: number): Promise<LineageFault | null> {
    let via = step.via ?? 0;
    try {
      const feeds: Feed[] = [];
      for (const entry of step.known.entries) {
        via = step.via ?? entry.seq;
        feeds.push(...(await this.feedsOf(step.known, entry)));
      }
      const shares = sharesOf(feeds, harvestsOf(step.known), unitOf(step.known));
      for (const [at, feed] of feeds.entries()) {
        via = step.via ?? feed.by;
        const { step: name, put, got } = feed;
        const flow = { into: step.place, step: name, put, got, share: shares[at] ?? null };
        if (walk.join(feed.source.batch, flow)) await this.named(feed.source);
        else walk.add(await this.named(feed.source), level, flow, via);
      }
      return null;
    } catch (error) {
      if (error instanceof BrokenLink) return { seq: via, why: error.why };
      throw error;
    }
  }

  /** What one entry says went into its batch. */
  private async feedsOf(made: Known, entry: TimelineEntry): Promise<Feed[]> {
    if (entry.kind === 'processing') return feedsOfProcessing(entry, made.id, entry.seq);
    if (entry.kind !== 'receipt') return [];
    const { source, quantity } = entry.data as unknown as ReceiptData;
    const sender = await this.named(source);
    const sent = sender.entries[source.seq - 1];
    if (sent?.kind === 'shipment')
      return [{ source, step: 'receipt', put: quantity, got: quantity, by: entry.seq }];
    const feeds = sent?.kind === 'processing' ? feedsOfProcessing(sent, made.id, entry.seq) : [];
    if (feeds.length === 0) throw new BrokenLink();
    return feeds.map((feed) => ({ ...feed, got: quantity }));
  }

  /** The batch of a named entry. @throws BrokenLink unless its record holds and that very entry stands there. */
  private async named({ batch: id, seq, leafHash }: Feed['source']): Promise<Known> {
    const batch = await this.batches.find(id);
    if (batch === null) throw new BrokenLink();
    const { fault, unsound, entries } = await this.records.check(batch);
    const entry = entries[seq - 1];
    const isThere = entry !== undefined && base64urlEncode(entry.leafHash) === leafHash;
    if (fault !== null || !isThere) throw new BrokenLink();
    if (unsound !== null) throw new BrokenLink(unsound.why === 'revoked' ? 'revoked' : 'broken');
    return { id, organizationId: batch.organizationId, entries: inForce(entries) };
  }
}

/** The inputs of a processing as feeds of one of its outputs; none when the batch is no output of it. */
function feedsOfProcessing(entry: TimelineEntry, made: string, by: number): Feed[] {
  const { process, inputs, outputs } = entry.data as unknown as ProcessingData;
  const output = outputs.find((item) => item.batch === made);
  if (output === undefined) return [];
  return inputs.map(({ batch, seq, leafHash, quantity }) => ({
    source: { batch, seq, leafHash },
    step: process,
    put: quantity,
    got: output.quantity,
    by,
  }));
}

function harvestsOf({ entries }: Known): HarvestData['quantity'][] {
  return entries
    .filter((entry) => entry.kind === 'harvest')
    .map((entry) => (entry.data as unknown as HarvestData).quantity);
}

function openingOf({ entries }: Known): OpeningData {
  const [first] = entries;
  if (first?.kind !== 'opening') throw new BrokenLink();
  return first.data as unknown as OpeningData;
}

function unitOf(known: Known): string {
  return openingOf(known).unit;
}

/** The origins found so far, and the batches whose sources are still to be looked for. */
class Walk {
  next: Step[];
  private readonly origins: (Omit<Origin, 'flows'> & { readonly flows: Flow[] })[] = [];
  private readonly places = new Map<string, number>();
  private complete = true;

  constructor(private readonly scanned: Known) {
    this.next = [{ known: scanned, place: null, via: null }];
  }

  takeNext(): Step[] {
    return this.next.splice(0);
  }

  /** Adds a flow to an origin that is already known; false when it is not. @throws BrokenLink for a circle to the start. */
  join(batch: string, flow: Flow): boolean {
    if (batch === this.scanned.id) throw new BrokenLink();
    const place = this.places.get(batch);
    if (place === undefined) return false;
    this.origins[place]?.flows.push(flow);
    return true;
  }

  add(known: Known, level: number, flow: Flow, via: number): void {
    if (this.origins.length >= originsMax) {
      this.complete = false;
      return;
    }
    const { product, lot, site, organization } = openingOf(known);
    const place = this.origins.length;
    this.places.set(known.id, place);
    this.next.push({ known, place, via });
    this.origins.push({
      batch: known.id,
      level,
      product: product.name,
      variety: product.variety ?? null,
      lot: lot ?? null,
      organization: { id: known.organizationId, name: organization.name },
      place: countyOf(site.publicName),
      harvest: harvestOf(known.entries),
      held: holdOf(known.entries) !== null,
      flows: [flow],
    });
  }

  /** Not complete when the levels ended before the sources did, too. */
  lineage(): Lineage {
    const ended = this.next.every(({ known }) => !known.entries.some((entry) => isFed(entry, known.id)));
    return { origins: this.origins, complete: this.complete && ended, fault: null };
  }
}

/** Whether an entry names sources of its batch. */
function isFed(entry: TimelineEntry, made: string): boolean {
  return (
    entry.kind === 'receipt' || (entry.kind === 'processing' && feedsOfProcessing(entry, made, 0).length > 0)
  );
}
