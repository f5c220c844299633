import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { BatchIdentity, LabelRun, LabelSet, SetLabel } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { Config } from '../config/config.js';
import type { TenantScope } from '../database/tenants.js';
import { quantityText } from '../events/kinds/amounts.js';
import { buildGs1Path, buildPlainPath, buildScanUri, elementText } from '../gs1/digital-link.js';
import type { Language } from '../gs1/words.js';
import { utf8Encode } from '../ledger/bytes.js';
import { formatSignatureToken, labelSigningInput } from '../ledger/label.js';
import { Keyring } from '../log/keyring.js';
import type { Signer } from '../log/signer.js';
import { PartyFacts, type ProductFacts } from '../parties/facts.js';
import type { LabelArtwork } from './artwork.js';

const labelsAtOnce = 500;

/** What all labels of a set have in common. */
export interface SetFacts {
  readonly set: LabelSet;
  readonly batch: BatchIdentity;
  readonly product: ProductFacts;
  readonly producer: string;
  /** Null for compact sets. */
  readonly key: Signer | null;
  /** Words that the law asks for on the label; none where absent. */
  readonly words?: readonly string[];
  /** In whose name its labels are read. */
  readonly scope: TenantScope;
}

/** Labels by their numbers, both included. */
export type LabelSelection = Pick<LabelRun, 'first' | 'last'>;

/** Writes the labels of a set: their URIs, signed on the way out and never stored. */
@Injectable()
export class LabelWriter {
  constructor(
    private readonly config: Config,
    private readonly batches: BatchesService,
    private readonly keyring: Keyring,
    private readonly parties: PartyFacts,
  ) {}

  /** @throws Error when the set's key is not held here. */
  async facts(scope: TenantScope, set: LabelSet, batch: BatchIdentity): Promise<SetFacts> {
    const product = await this.parties.product(batch.productId);
    const organization = await this.parties.organization(batch.organizationId);
    if (product === null || organization === null) throw new Error('a batch without product or organization');
    const key = set.kid === null ? null : await this.keyring.signingKeyByKid(set.kid);
    return { set, batch, product, producer: organization.name, key, scope };
  }

  /**
   * The selected labels that are not void, in order, read in steps so that a large set is never held whole and no
   * connection is held while the reader is slow. Between two labels other requests have their turn.
   */
  async *artworks(
    facts: SetFacts,
    { first, last }: LabelSelection,
    language: Language,
  ): AsyncGenerator<LabelArtwork, void, undefined> {
    for (let after = first - 1; after < last; after += labelsAtOnce) {
      const limit = Math.min(labelsAtOnce, last - after);
      const step = await this.batches.setLabels(facts.scope, facts.set, after, limit);
      for (const label of step) {
        if (label.state === 'void') continue;
        await setImmediate();
        yield await this.artwork(facts, label, language);
      }
    }
  }

  /** What the first label of a set carries. */
  async firstUri(facts: SetFacts): Promise<string> {
    const [first] = await this.batches.setLabels(facts.scope, facts.set, 0, 1);
    if (first === undefined) throw new Error('a label set without labels');
    return this.uri(facts, first.code);
  }

  private async artwork(facts: SetFacts, label: SetLabel, language: Language): Promise<LabelArtwork> {
    const { product, batch, set } = facts;
    const link = linkOf(facts);
    return {
      uri: await this.uri(facts, label.code),
      code: label.code,
      readable: link === null ? [] : [elementText({ ...link, serial: label.code })],
      ...(product.gtin === null ? {} : { gtin: product.gtin }),
      product: product.variety === null ? product.name : `${product.name} ${product.variety}`,
      net: quantityText({ value: set.net, unit: set.unit }, language),
      lot: batch.lot ?? '',
      producer: facts.producer,
      ...(facts.words === undefined ? {} : { words: facts.words }),
      number: label.number,
    };
  }

  /** The URI of one code of a set (api.md, Scanning). */
  async uri(facts: SetFacts, code: string): Promise<string> {
    const { key } = facts;
    const path = pathOf(facts, code);
    if (key === null) return buildScanUri(this.config.publicUrl, path, null);
    const { kid } = key.publicKey;
    const signature = await key.sign(utf8Encode(labelSigningInput(kid, path)));
    return buildScanUri(this.config.publicUrl, path, formatSignatureToken(kid, signature));
  }
}

/** GTIN and lot of a Digital Link; null for products without GTIN and batches without lot, which have plain codes. */
function linkOf({ product, batch }: SetFacts): { gtin: string; lot: string } | null {
  return product.gtin === null || batch.lot === null ? null : { gtin: product.gtin, lot: batch.lot };
}

/** The canonical path of one code of a set. */
export function pathOf(facts: SetFacts, code: string): string {
  const link = linkOf(facts);
  return link === null ? buildPlainPath(code) : buildGs1Path({ ...link, serial: code });
}
