import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor, Role } from '../access/actor.js';
import { notFound, scopeOf } from '../access/authorize.js';
import { BatchesService } from '../batches/batches.service.js';
import type { BatchIdentity } from '../batches/batch.js';
import { amountIn, checkAmount } from '../events/kinds/amounts.js';
import { fault } from '../events/kinds/faults.js';
import { issueEffects } from '../events/kinds/label.js';
import { Recorder } from '../events/recorder.js';
import { isDeclared } from '../findings/certification.js';
import { CertificationReader } from '../findings/certification-reader.js';
import { tryConvert } from '../gs1/vocabulary.js';
import { pageOf, type Page } from '../http/paging.js';
import { refused, type FieldFault } from '../http/problems.js';
import { base64urlEncode, utf8Encode } from '../ledger/bytes.js';
import { codeBytes, formatCode, isIssuable } from '../ledger/code.js';
import { leafHash } from '../ledger/hash.js';
import { formatDecimal, parseDecimal } from '../ledger/quantity.js';
import { treeRoot } from '../ledger/tree.js';
import { Keyring } from '../log/keyring.js';
import { LabelWriter, type SetFacts } from './label-writer.js';
import type { IssueLabelsBody, LabelSetDto, LabelSetStatesDto } from './labels.dto.js';

/** Who issues and prints labels of a batch: members of its organization. */
export const labelRecorders = ['owner', 'recorder'] as const satisfies readonly Role[];

/** The mark as the statement has it. */
type Marked = { mark?: { seq: number; leafHash: string; net: { value: string; unit: string } } };

/** Issues label sets against the balance of a batch (domain.md §6). */
@Injectable()
export class LabelsService {
  constructor(
    private readonly batches: BatchesService,
    private readonly recorder: Recorder,
    private readonly keyring: Keyring,
    private readonly writer: LabelWriter,
    private readonly certifications: CertificationReader,
  ) {}

  /**
   * Issues a set: one `label` entry with the count, the net content and the Merkle root over its random codes. The
   * set's id is the event id, so a repeated request answers the set it made.
   */
  async issue(
    actor: Actor,
    batchId: string,
    body: IssueLabelsBody,
    eventId: string,
  ): Promise<{ repeated: boolean; set: LabelSetDto }> {
    const batch = await this.batches.require(actor, batchId, labelRecorders);
    const form = body.form ?? 'signed';
    requireNet(body, batch.unit);
    const key = form === 'signed' ? await this.keyring.currentLabelKey() : null;
    const signedBy = key === null ? {} : { kid: key.publicKey.kid };
    const codes = drawCodes(body.units);
    const root = base64urlEncode(treeRoot(codes.map((code) => leafHash(utf8Encode(code)))));
    const net = { value: body.net.value, unit: body.net.unit };
    const mark = await this.markOf(batch, body);
    const issue = { set: eventId, units: body.units, net, form, root, ...signedBy, ...mark };
    const ready = await this.recorder.custodial(
      {
        home: { organizationId: batch.organizationId, chainId: batch.id },
        opens: false,
        issuerId: batch.organizationId,
        eventId,
        kind: 'label',
        occurredAt: new Date().toISOString(),
        data: { action: 'issued', ...issue },
        privateFields: [],
        // Marks are counted under the lock of the organization's chain.
        touches: 'mark' in mark ? [batch.organizationId] : [],
        effect: { effects: issueEffects(issue, batch), forward: true, codes },
      },
      { data: ['root', 'kid'], occurredAt: true },
    );
    const recorded = await this.recorder.record(ready);
    const facts = await this.setFacts(actor, batch, eventId);
    return { repeated: recorded.repeated, set: await this.toDto(facts) };
  }

  /** Label sets issued after the entry `after`, oldest first. @throws DomainError `not-found`. */
  async list(actor: Actor, batchId: string, after: number, limit: number): Promise<Page<LabelSetDto>> {
    const batch = await this.batches.require(actor, batchId);
    const scope = scopeOf(actor);
    const sets = await this.batches.labelSets(batch, { scope, afterSeq: after, limit: limit + 1 });
    const shown = await Promise.all(
      sets.map(async (set) => this.toDto(await this.writer.facts(scope, set, batch))),
    );
    return pageOf(
      shown,
      limit,
      ({ seq }) => String(seq),
      (set) => set,
    );
  }

  /** One set with the states of its labels. @throws DomainError `not-found`. */
  async get(actor: Actor, batchId: string, setId: string): Promise<LabelSetStatesDto> {
    const facts = await this.setFacts(actor, await this.batches.require(actor, batchId), setId);
    const labels = await this.batches.labelRuns(facts.scope, facts.set);
    return Object.assign(await this.toDto(facts), { labels });
  }

  /**
   * What a set's labels are written from, for an actor with one of the roles.
   *
   * @throws DomainError `not-found`, `forbidden`.
   */
  async requireSet(
    actor: Actor,
    batchId: string,
    setId: string,
    roles: readonly Role[] = labelRecorders,
  ): Promise<SetFacts> {
    return this.setFacts(actor, await this.batches.require(actor, batchId, roles), setId);
  }

  /** What the labels say of a certification: a body confirms it, and what one label counts for is said in its unit. */
  private async markOf(
    { organizationId }: BatchIdentity,
    { certification: named, net }: IssueLabelsBody,
  ): Promise<Marked> {
    if (named === undefined) return {};
    const granted = await this.certifications.named(organizationId, named);
    if (granted === null) throw refused(fault('/certification', 'unknown-entry'));
    if (isDeclared(granted)) throw refused(declaredOnly());
    const { seq, leafHash } = named;
    const unit = granted.grant.quantity?.unit ?? net.unit;
    const faults = checkAmount(net, unit, '/net');
    if (faults.length > 0) throw refused(...faults);
    return { mark: { seq, leafHash, net: { value: formatDecimal(amountIn(net, unit)), unit } } };
  }

  private async setFacts(actor: Actor, batch: BatchIdentity, setId: string): Promise<SetFacts> {
    const scope = scopeOf(actor);
    const sets = await this.batches.labelSets(batch, { scope });
    const set = sets.find((candidate) => candidate.id === setId);
    if (set === undefined) throw notFound();
    return this.writer.facts(scope, set, batch);
  }

  private async toDto(facts: SetFacts): Promise<LabelSetDto> {
    const { set } = facts;
    return {
      id: set.id,
      batch: set.batchId,
      seq: set.seq,
      signer: 'custodial',
      units: set.units,
      net: { value: set.net, unit: set.unit },
      form: set.form,
      root: base64urlEncode(set.root),
      firstUri: await this.writer.firstUri(facts),
    };
  }
}

/** @throws DomainError `validation` when the net content cannot be said exactly in the batch's unit. */
function requireNet(body: IssueLabelsBody, unit: string): void {
  const net = tryConvert(parseDecimal(body.net.value), body.net.unit, unit);
  if (typeof net !== 'string') return;
  throw refused({
    pointer: '/net/unit',
    code: net,
    detail: {
      zh: '净含量的单位换算不成该批次的单位。',
      en: 'The net content cannot be said exactly in the batch’s unit.',
    },
  });
}

function declaredOnly(): FieldFault {
  const detail = {
    zh: '这项认证是本组织自己声明的，不能据此加施标识；请由认证机构或监管机关登记。',
    en: 'The organization declares this certification itself, and nothing is marked with it: a certification body or authority states it.',
  };
  return { pointer: '/certification', code: 'declared', detail };
}

/** Random codes, 80 bits each, all different (a repeated draw is drawn again). */
function drawCodes(count: number): string[] {
  const codes = new Set<string>();
  while (codes.size < count) {
    const bytes = randomBytes(codeBytes);
    if (isIssuable(bytes)) codes.add(formatCode(bytes));
  }
  return [...codes];
}
