import { Injectable } from '@nestjs/common';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { stops, type Judged } from '../batches/judgement.js';
import { StopsService, type Stop } from '../batches/stops.service.js';
import type { Words } from '../gs1/words.js';
import type { CertificateData } from '../events/kinds/certificate.js';
import { fault } from '../events/kinds/faults.js';
import { DomainError, refused } from '../http/problems.js';
import type { ChainRef } from '../log/entry.js';
import { Entries } from '../log/entries.service.js';
import { Judge, type Act } from './judge.service.js';
import { accreditedLaboratory } from './rules/laboratories.js';

/**
 * Refuses acts that look forward (domain.md §4): of a batch that is stopped by itself or by what it was made from, and
 * those that a rule refuses; and a release of what no rule finds.
 *
 * The batch's own record is judged as it stands in this moment, not as it was judged last; what lies on other batches is
 * at most as old as their judgements, seconds.
 */
@Injectable()
export class ActGuard {
  constructor(
    private readonly batches: BatchesService,
    private readonly judge: Judge,
    private readonly stopped: StopsService,
    private readonly entries: Entries,
  ) {}

  /**
   * Lets an act pass that is allowed, or that was recorded before: a repetition is answered as the first time.
   *
   * @throws DomainError `on-hold`, `refused-by-rule`.
   */
  async require(home: ChainRef, eventId: string, act: Act): Promise<void> {
    const refusal = await this.refusal(home.chainId, act);
    if (refusal !== null && (await this.entries.events(home, [eventId])).length === 0) throw refusal;
  }

  /** Says that something was recorded that rules look at: on the chains of these batches, or about any. */
  recorded(chains: readonly ChainRef[]): void {
    this.judge.hint(chains.map(({ organizationId, chainId }) => ({ organizationId, batchId: chainId })));
  }

  private async refusal(batchId: string, act: Act): Promise<DomainError | null> {
    const batch = await this.batches.find(batchId);
    // Of a batch that is not there the ledger itself speaks.
    if (batch === null) return null;
    const { before, after, seq } = await this.judge.judgeAct(batch, act);
    if (act.kind === 'release') return lifts(act, before) ? null : refused(noSuchFinding);
    const own = before.find(stops);
    if (own !== undefined) return onHold(byRule(own));
    const over = (await this.stopped.on(batch.id)).find((stop) => !isOwnFinding(stop, batch));
    if (over !== undefined) return onHold(await this.reasonOf(over, batch));
    const refusing = after.find((finding) => refuses(finding, seq));
    const found = refusing ?? (await this.reportElsewhere(act, batch));
    return found === undefined ? null : new DomainError('refused-by-rule', byRule(found));
  }

  /** What is found of a report of another batch that a certificate rests on: its laboratory was not accredited. */
  private async reportElsewhere({ kind, data }: Act, home: BatchIdentity): Promise<Judged | undefined> {
    if (kind !== 'certificate') return undefined;
    for (const { batch: id = home.id, seq } of (data as Partial<CertificateData>).inspections ?? []) {
      const batch = id === home.id ? null : await this.batches.find(id);
      if (batch === null) continue;
      const { findings } = await this.judge.judge(batch);
      const found = findings.find((one) => one.rule === accreditedLaboratory.id && failsOn(one, seq));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private async reasonOf({ batch: id, by }: Stop, batch: BatchIdentity): Promise<Words> {
    if (by === 'unknown') {
      return {
        zh: '来源批次太多，无法确认它们都没有被冻结。',
        en: 'It was made from too many batches to be sure that none of them is on hold.',
      };
    }
    if (id === batch.id) {
      return by === 'recall'
        ? { zh: '该批次正在召回。', en: 'The batch is being recalled.' }
        : { zh: '该批次已被冻结。', en: 'The batch is on hold.' };
    }
    const code = (await this.batches.find(id))?.code ?? id;
    if (by === 'recall') {
      return {
        zh: `它的来源批次 ${code} 正在召回。`,
        en: `Batch ${code}, from which it was made, is being recalled.`,
      };
    }
    return {
      zh: `它的来源批次 ${code} 已被冻结。`,
      en: `Batch ${code}, from which it was made, is on hold.`,
    };
  }
}

const noSuchFinding = fault('/data/finding', 'unknown-finding');

/** Whether a release lifts a hold, or a finding that there is. */
function lifts({ data }: Act, findings: readonly Judged[]): boolean {
  const { finding } = data as { finding?: { rule: string; entries: readonly { seq: number }[] } };
  if (finding === undefined) return true;
  const named = finding.entries.map(({ seq }) => seq).sort((left, right) => left - right);
  return findings.some(
    ({ rule, released, entries }) =>
      rule === finding.rule && released === null && entries.map(({ seq }) => seq).join() === named.join(),
  );
}

/** What was found last in the batch itself was just found anew. */
function isOwnFinding(stop: Stop, batch: BatchIdentity): boolean {
  return stop.batch === batch.id && stop.by === 'finding';
}

function refuses(found: Judged, seq: number): boolean {
  return found.effect === 'refuse' && failsOn(found, seq);
}

function failsOn({ outcome, released, entries }: Judged, seq: number): boolean {
  return outcome === 'fail' && released === null && entries.some((entry) => entry.seq === seq);
}

function byRule({ rule, detail, source }: Judged): Words {
  return {
    zh: `规则 ${rule}：${detail.zh}依据：${source.zh}。`,
    en: `Rule ${rule}: ${detail.en} Basis: ${source.en}.`,
  };
}

function onHold(reason: Words): DomainError {
  return new DomainError('on-hold', {
    zh: `${reason.zh}解除前不能出证、贴标或发货；采收、投入、收货等已经发生的事仍可记录。`,
    en: `${reason.en} No certificate, label or shipment until it is released. What has happened can still be recorded.`,
  });
}
