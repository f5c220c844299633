import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/authorize.js';
import { BatchesService } from '../batches/batches.service.js';
import type { Anomaly } from '../batches/case-rows.service.js';
import { failsBy, type Judged } from '../batches/judgement.js';
import { JudgementsService } from '../batches/judgements.service.js';
import type { TenantScope } from '../database/tenants.js';
import { ChainReader, entryPlace, type ChainEntry, type TimelineEntry } from '../events/chain-reader.js';
import { inTurn } from '../events/in-turn.js';
import type { CaseData } from '../events/kinds/case.js';
import { sentenceOf, titleOf } from '../events/timeline.service.js';
import { findRule } from '../findings/rules.js';
import { severityOf } from '../gs1/severities.js';
import { say, type Language } from '../gs1/words.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { PartyFacts } from '../parties/facts.js';
import { supervisors } from '../parties/scope.js';
import type {
  AnomalyBatchDto,
  AnomalyDetailDto,
  AnomalyDto,
  AnomalyFactDto,
  AnomalyPartyDto,
  AnomalyStepDto,
} from './anomalies.dto.js';

/** Facts of an anomaly in a list, and steps of an inquiry that are shown. */
const listedFactsMax = 4;
const stepsMax = 200;

type Told = ReadonlyMap<string, ChainEntry>;
type Plain = Pick<AnomalyDto, keyof AnomalyDto>;

/** Tells anomalies in words, with the entries they rest on as the public reads them. */
@Injectable()
export class AnomalyTeller {
  constructor(
    private readonly judgements: JudgementsService,
    private readonly batches: BatchesService,
    private readonly chains: ChainReader,
    private readonly parties: PartyFacts,
  ) {}

  /** In their order, each with the first of its facts: two statements for all of them. */
  async tell(scope: TenantScope, anomalies: readonly Anomaly[], language: Language): Promise<AnomalyDto[]> {
    return this.all(scope, anomalies, listedFactsMax, language);
  }

  /**
   * One with all its facts, and the steps of its inquiry with what officials alone read: a look that is traced first.
   *
   * @throws DomainError `unavailable`, `ambiguous` when the look cannot be recorded.
   */
  async tellWhole(actor: Actor, anomaly: Anomaly, language: Language): Promise<AnomalyDetailDto> {
    const scope = scopeOf(actor, supervisors);
    const [told] = await this.all(scope, [anomaly], anomaly.entries.length, language);
    if (told === undefined) throw new Error('an anomaly is not told');
    const chain = { organizationId: anomaly.organizationId, chainId: anomaly.batchId };
    const seqs = (anomaly.inquiry?.steps ?? []).slice(-stepsMax);
    const entries = seqs.length === 0 ? [] : await this.chains.readAt(chain, actor, seqs);
    return { ...told, steps: await inTurn(entries, (entry) => this.step(entry)) };
  }

  private async all(
    scope: TenantScope,
    anomalies: readonly Anomaly[],
    factsMax: number,
    language: Language,
  ): Promise<Plain[]> {
    const places = anomalies.flatMap(({ organizationId, batchId: chainId, entries }) =>
      entries.slice(0, factsMax).map((seq) => ({ organizationId, chainId, seq })),
    );
    const [found, told] = await Promise.all([
      this.judgements.of([...new Set(anomalies.map(({ batchId }) => batchId))], scope),
      this.chains.publicAt(places, scope),
    ]);
    return inTurn(anomalies, async (anomaly) => ({
      ...standing(anomaly, found.get(anomaly.batchId) ?? [], language),
      organization: await this.party(anomaly.organizationId),
      batch: await this.batch(anomaly.batchId),
      authority: anomaly.inquiry === null ? null : await this.party(anomaly.inquiry.authorityId),
      facts: await this.facts(anomaly, factsMax, told, language),
    }));
  }

  private facts(
    { batchId: chainId, entries }: Anomaly,
    factsMax: number,
    told: Told,
    language: Language,
  ): Promise<AnomalyFactDto[]> {
    const shown = entries.slice(0, factsMax).flatMap((seq) => told.get(entryPlace({ chainId, seq })) ?? []);
    return inTurn(shown, async (entry) => ({
      ...{ seq: entry.seq, leafHash: base64urlEncode(entry.leafHash), kind: entry.kind },
      title: titleOf(entry.kind, language),
      occurredAt: entry.statement.payload.occurredAt,
      recordedAt: entry.recordedAt,
      issuer: await this.party(issuerOf(entry)),
      sentence: sentenceOf(entry, entry.data, language),
    }));
  }

  private async step(entry: TimelineEntry): Promise<AnomalyStepDto> {
    const { step, outcome = null, person = null, text = null } = entry.data as unknown as CaseData;
    return {
      ...{ seq: entry.seq, leafHash: base64urlEncode(entry.leafHash), recordedAt: entry.recordedAt },
      ...{ step, outcome, person, text },
      authority: await this.party(issuerOf(entry)),
    };
  }

  private async batch(id: string): Promise<AnomalyBatchDto> {
    const batch = await this.batches.find(id);
    if (batch === null) throw new Error('a finding of a batch that is not there');
    const product = await this.parties.product(batch.productId);
    return { id, code: batch.code, lot: batch.lot, product: product?.name ?? '' };
  }

  private async party(id: string): Promise<AnomalyPartyDto> {
    return { id, name: (await this.parties.organization(id))?.name ?? id };
  }
}

/** How it stands: as it was found last, or gone. */
function standing(
  { id, rule, gravity, sinceMs, entries, inquiry }: Anomaly,
  found: readonly Judged[],
  language: Language,
): Omit<AnomalyDto, 'organization' | 'batch' | 'authority' | 'facts'> {
  const judged = found.find((one) => failsBy(one, rule, entries)) ?? null;
  const { title = { zh: rule, en: rule }, source = { zh: '', en: '' } } = judged ?? findRule(rule) ?? {};
  return {
    ...{ id, rule, entries },
    title: say(title, language),
    severity: severityOf(gravity),
    detail: judged === null ? null : say(judged.detail, language),
    source: say(source, language),
    since: new Date(sinceMs).toISOString(),
    state: inquiry?.state ?? 'new',
    inForce: judged !== null,
    released: judged?.released ?? null,
  };
}

function issuerOf({ statement }: ChainEntry): string {
  return statement.payload.iss.slice('org/'.length);
}
