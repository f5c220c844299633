import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { CaseRows, type Anomaly } from '../batches/case-rows.service.js';
import { failsBy } from '../batches/judgement.js';
import { JudgementsService } from '../batches/judgements.service.js';
import { EventsService } from '../events/events.service.js';
import { caseEntriesMax, caseStep } from '../events/kinds/case.js';
import { Recorder } from '../events/recorder.js';
import { severityOf } from '../gs1/severities.js';
import { DomainError } from '../http/problems.js';
import { base64urlEncode } from '../ledger/bytes.js';
import type { JsonObject } from '../ledger/json.js';
import { Entries } from '../log/entries.service.js';
import { Authorities } from '../parties/authorities.service.js';
import { PartyFacts } from '../parties/facts.js';
import { supervisors } from '../parties/scope.js';
import { highestRole } from '../parties/standing.js';
import type { ClosingBody } from './anomalies.dto.js';

/** What the service draws anew at each request does not count when one is repeated. */
const drawn = { data: [], occurredAt: true };

/** An anomaly that an official may look into, and in whose name. */
interface Inquiry {
  readonly anomaly: Anomaly;
  readonly batch: BatchIdentity;
  readonly authorityId: string;
}

/** Records the steps of inquiries: each is an entry on the chain of the batch, by the authority of the official. */
@Injectable()
export class InquiriesService {
  constructor(
    private readonly rows: CaseRows,
    private readonly judgements: JudgementsService,
    private readonly batches: BatchesService,
    private readonly entries: Entries,
    private readonly parties: PartyFacts,
    private readonly authorities: Authorities,
    private readonly events: EventsService,
    private readonly recorder: Recorder,
  ) {}

  /**
   * Takes a finding up that is in force, or gives it to another official of the same authority; `key` is the event id.
   *
   * @throws DomainError `not-found`, `forbidden`, `validation`, `finding-gone`, `event-conflict`, `unavailable`,
   * `ambiguous`, `log-behind`.
   */
  async assign(actor: Actor, id: string, assignee: string, key: string): Promise<void> {
    const inquiry = await this.require(actor, id);
    const { batch, authorityId } = inquiry;
    const region = (await this.parties.organization(batch.organizationId))?.region ?? '';
    await this.authorities.requireAssignee(assignee, authorityId, region);
    if (!(await this.isInForce(inquiry))) throw gone();
    await this.state(actor, inquiry, key, { step: 'assigned', person: assignee });
  }

  /** Notes what was found out. @throws DomainError `case-not-open`, and as `assign`. */
  async note(actor: Actor, id: string, text: string, key: string): Promise<void> {
    await this.state(actor, await this.require(actor, id), key, { step: 'noted', text });
  }

  /** Ends the inquiry, also into a finding that is gone. @throws DomainError `case-not-open`, and as `assign`. */
  async close(actor: Actor, id: string, { outcome, reason }: ClosingBody, key: string): Promise<void> {
    await this.state(actor, await this.require(actor, id), key, { step: 'closed', outcome, text: reason });
  }

  private async require(actor: Actor, id: string): Promise<Inquiry> {
    const anomaly = await this.rows.find(scopeOf(actor, supervisors), id);
    if (anomaly === null) throw notFound();
    const batch = await this.batches.require(actor, anomaly.batchId, supervisors);
    return { anomaly, batch, authorityId: await this.authorities.require(actor) };
  }

  /** Whether the rule still finds it, by the judgement that is kept. */
  private async isInForce({ anomaly: { rule, entries }, batch }: Inquiry): Promise<boolean> {
    const found = (await this.judgements.of([batch.id])).get(batch.id) ?? [];
    return found.some((one) => failsBy(one, rule, entries));
  }

  private async state(actor: Actor, inquiry: Inquiry, eventId: string, said: JsonObject): Promise<void> {
    const { batch } = inquiry;
    const data = {
      finding: await this.finding(inquiry),
      role: highestRole(actor),
      actor: actor.accountId,
      ...said,
    };
    const event = { eventId, kind: caseStep.kind, occurredAt: new Date().toISOString(), data };
    await this.recorder.record(await this.events.prepareOn(actor, batch, event, caseStep, drawn));
  }

  /** The finding as a statement names it. */
  private async finding({ anomaly, batch }: Inquiry): Promise<JsonObject> {
    const { rule, gravity, sinceMs, entries } = anomaly;
    if (entries.length > caseEntriesMax) throw tooLarge();
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    const stored = await this.entries.named(entries.map((seq) => ({ ...chain, seq })));
    const named = stored
      .sort((left, right) => left.seq - right.seq)
      .map(({ seq, leafHash }) => ({ seq, leafHash: base64urlEncode(leafHash) }));
    return { rule, severity: severityOf(gravity), since: new Date(sinceMs).toISOString(), entries: named };
  }
}

function gone(): DomainError {
  return new DomainError('finding-gone', {
    zh: '记录更正或补充之后，规则不再得出这条疑点，不用再核查。',
    en: 'Since the record was corrected or completed the rule finds this no more: there is nothing to look into.',
  });
}

function tooLarge(): DomainError {
  return new DomainError('too-large', {
    zh: `这条疑点涉及的记录超过 ${caseEntriesMax} 条，一条核查记录放不下。请在批次上冻结或召回。`,
    en: `This rests on more than ${caseEntriesMax} entries, too many for one statement. Put the batch on hold, or recall it.`,
  });
}
