import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { requireRole, scopeOf } from '../access/authorize.js';
import type { BatchOpening } from '../batches/ledger-effect.js';
import { sameDimension } from '../gs1/vocabulary.js';
import { refused, type FieldFault } from '../http/problems.js';
import type { JsonObject } from '../ledger/json.js';
import { PartyFacts, type OrganizationFacts, type ProductFacts, type SiteFacts } from '../parties/facts.js';
import { BatchIds } from './batch-ids.js';
import type { OpenBatchBody } from './events.dto.js';
import { Recorder, type Recorded } from './recorder.js';

const recorders = ['owner', 'recorder'] as const;

/** A batch just opened, or opened before under the same event id. */
export interface OpenedBatch {
  readonly id: string;
  readonly code: string;
  readonly recorded: Recorded;
}

interface Source {
  readonly product: ProductFacts;
  readonly site: SiteFacts;
  readonly organization: OrganizationFacts;
}

/** Opens batches: the first entry of a new chain. */
@Injectable()
export class OpeningsService {
  constructor(
    private readonly ids: BatchIds,
    private readonly parties: PartyFacts,
    private readonly recorder: Recorder,
  ) {}

  /** Opens a batch of the product's organization; a repeated request finds it again. */
  async open(actor: Actor, body: OpenBatchBody, eventId: string): Promise<OpenedBatch> {
    const source = await this.source(actor, body);
    const unit = body.unit ?? source.product.unit;
    if (!sameDimension(unit, source.product.unit)) throw refused(unitFault());
    const { id, code } = await this.ids.of(source.organization.id, eventId);
    const lot = body.lot ?? null;
    const mixing = body.mixing ?? null;
    const telling = {
      home: { organizationId: source.organization.id, chainId: id },
      opens: true,
      issuerId: source.organization.id,
      eventId,
      kind: 'opening',
      occurredAt: new Date(eventTimeMs(eventId)).toISOString(),
      data: openingData(source, { code, lot, unit, mixing }),
      privateFields: [],
      touches: [],
      effect: {
        effects: [],
        forward: false,
        opening: { code, productId: source.product.id, siteId: source.site.id, lot, unit, mixing },
      },
    };
    // A client whose clock is ahead gets our time, which is another one when it asks again.
    const ready = await this.recorder.custodial(telling, { data: [], occurredAt: true });
    const recorded = await this.recorder.record(ready);
    return { id, code, recorded };
  }

  private async source(actor: Actor, body: OpenBatchBody): Promise<Source> {
    const scope = scopeOf(actor);
    const product = await this.parties.productIn(scope, body.product);
    // Another’s product is refused in the words of one that does not exist.
    if (product === null || !isMember(actor, product.organizationId)) throw refused(unknownFault('/product'));
    requireRole(actor, product.organizationId, recorders);
    const site = await this.parties.siteIn(scope, body.site);
    if (site?.organizationId !== product.organizationId) throw refused(unknownFault('/site'));
    const organization = await this.parties.organization(product.organizationId);
    if (organization === null) throw refused(unknownFault('/product'));
    return { product, site, organization };
  }
}

function isMember(actor: Actor, organizationId: string): boolean {
  return actor.grants.some((grant) => grant.organizationId === organizationId);
}

/** When a UUIDv7 was made (RFC 9562 §5.7), in milliseconds: a batch is opened when its request was first made. */
function eventTimeMs(eventId: string): number {
  return Math.min(Number.parseInt(eventId.slice(0, 8) + eventId.slice(9, 13), 16), Date.now());
}

function openingData(source: Source, batch: Omit<BatchOpening, 'productId' | 'siteId'>): JsonObject {
  const { product, site, organization } = source;
  return {
    code: batch.code,
    product: {
      id: product.id,
      name: product.name,
      ...(product.variety === null ? {} : { variety: product.variety }),
      ...(product.gtin === null ? {} : { gtin: product.gtin }),
    },
    ...(batch.lot === null ? {} : { lot: batch.lot }),
    site: { id: site.id, publicName: site.publicName, region: site.region },
    unit: batch.unit,
    ...(batch.mixing === null ? {} : { mixing: batch.mixing }),
    organization: { name: organization.name },
  };
}

function unknownFault(pointer: string): FieldFault {
  return {
    pointer,
    code: 'unknown',
    detail: { zh: '没有找到，或者不属于您。', en: 'It does not exist, or is not yours.' },
  };
}

function unitFault(): FieldFault {
  return {
    pointer: '/unit',
    code: 'dimension',
    detail: {
      zh: '单位须与产品的计量单位同类，例如产品按公斤计，批次也要用重量单位。',
      en: 'The unit must measure the same as the product’s: a product in kilograms has batches in a unit of weight.',
    },
  };
}
