import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { BatchesService } from '../batches/batches.service.js';
import type { BatchIdentity } from '../batches/batch.js';
import { Database } from '../database/database.js';
import { GatheredRead } from '../database/gatherer.js';
import type { ScanUri } from '../gs1/digital-link.js';
import { base64urlEncode, utf8Encode } from '../ledger/bytes.js';
import { leafHash } from '../ledger/hash.js';
import { checkLabelSignature, keyShortId, parseSignatureToken } from '../ledger/label.js';
import { foldPlan, planInclusion } from '../ledger/proof.js';
import { treeRoot } from '../ledger/tree.js';
import { Keyring } from '../log/keyring.js';
import { PartyFacts } from '../parties/facts.js';
import type { TimelineEntry } from '../events/chain-reader.js';
import { findCodes, listSetCodes, type CodeRow } from './scan.store.js';

/** Codes of sets that are kept, all sets together. */
const cachedCodesMax = 500_000;
const codeReads = { weightMax: 256, groupsAtOnceMax: 1 };

/** What the signature of a label says: `unsigned` where the code carries none. */
export type SignatureResult = 'pass' | 'wrong' | 'unknown-key' | 'unsigned';

/** What was found of a label's signature, and the key that made it. */
export interface LabelSignature {
  readonly result: SignatureResult;
  readonly kid: string | null;
}

/** What a scanned address turned out to name. */
export interface FoundLabel {
  readonly batch: BatchIdentity;
  readonly code: CodeRow;
}

/** The codes of a set, and the Merkle root over them. */
interface ReadSet {
  readonly root: string;
  /** In the order of the tree. */
  readonly codes: ReadonlySet<string>;
}

/** The place of a code in the Merkle tree over its set. */
export interface LabelPlace {
  readonly number: number;
  readonly proof: readonly Uint8Array[];
}

/** Checks a code against the register of label keys and against what was issued. */
@Injectable()
export class LabelChecker {
  /** Promises, so that a rush on a set reads it once. */
  private readonly sets = new LRUCache<string, Promise<ReadSet>>({ maxSize: cachedCodesMax });
  private readonly codes: GatheredRead<string, CodeRow | null>;

  constructor(
    private readonly database: Database,
    private readonly batches: BatchesService,
    private readonly parties: PartyFacts,
    private readonly keyring: Keyring,
  ) {
    this.codes = new GatheredRead(codeReads, (codes) => findCodes(this.database, codes));
  }

  /** The signature in a scanned address, and the key that made it. @throws LedgerError `label-token`. */
  async signature(scanned: ScanUri): Promise<LabelSignature> {
    if (scanned.token === null) return { result: 'unsigned', kid: null };
    const { keyShortId: shortId } = parseSignatureToken(scanned.token);
    const keys = (await this.keyring.labelKeys()).filter((key) => keyShortId(key.publicKey.kid) === shortId);
    if (keys.length === 0) return { result: 'unknown-key', kid: null };
    for (const { publicKey } of keys) {
      if (checkLabelSignature(scanned.path, scanned.token, publicKey) === null) {
        return { result: 'pass', kid: publicKey.kid };
      }
    }
    return { result: 'wrong', kid: null };
  }

  /** `x` of a label key (RFC 8037), for the reader's own check; null for one that is not ours. */
  async publicPart(kid: string): Promise<string | null> {
    const key = (await this.keyring.labelKeys()).find(({ publicKey }) => publicKey.kid === kid);
    return key?.publicKey.jwk.x ?? null;
  }

  /** The label or batch that an address names; null when it was not issued here under this very address. */
  async find(scanned: ScanUri): Promise<FoundLabel | null> {
    if (scanned.form === 'gs1' && scanned.serial === null) return this.findBatch(scanned.gtin, scanned.lot);
    const code = await this.codes.get(scanned.form === 'plain' ? scanned.code : (scanned.serial ?? ''));
    if (code === null) return null;
    const batch = await this.batches.find(code.batchId);
    if (batch === null) return null;
    if (scanned.form === 'plain') return { batch, code };
    const product = await this.parties.product(batch.productId);
    return product?.gtin === scanned.gtin && batch.lot === scanned.lot ? { batch, code } : null;
  }

  /** Whether the code is under the Merkle root of the `label` entry of its set. */
  async isCommitted(code: CodeRow, entry: TimelineEntry): Promise<boolean> {
    if (code.setId === null) return false;
    const known = await this.readSet(code, code.setId);
    return known.root === entry.data.root && known.codes.has(code.code);
  }

  /** Where a code stands in its set, from 1, and the Merkle path from there to the set's root; null without a set. */
  async placeOf(code: CodeRow): Promise<LabelPlace | null> {
    if (code.setId === null || code.number === null) return null;
    const { codes } = await this.readSet(code, code.setId);
    const leaves = [...codes].map((text) => leafHash(utf8Encode(text)));
    const plan = planInclusion(code.number - 1, leaves.length);
    const proof = foldPlan(plan, ({ level, index }) => {
      const width = 2 ** level;
      return treeRoot(leaves.slice(index * width, (index + 1) * width));
    });
    return { number: code.number, proof };
  }

  private readSet(code: CodeRow, setId: string): Promise<ReadSet> {
    const cached = this.sets.get(setId);
    if (cached !== undefined) return cached;
    const reading = this.readWholeSet(code, setId);
    this.sets.set(setId, reading, { size: 1 });
    reading.then(
      (read) => this.sets.set(setId, reading, { size: Math.max(1, read.codes.size) }),
      () => this.sets.delete(setId),
    );
    return reading;
  }

  private async readWholeSet(code: CodeRow, setId: string): Promise<ReadSet> {
    const codes = await listSetCodes(this.database, { ...code, id: setId });
    const root = base64urlEncode(treeRoot(codes.map((text) => leafHash(utf8Encode(text)))));
    return { root, codes: new Set(codes) };
  }

  private async findBatch(gtin: string, lot: string): Promise<FoundLabel | null> {
    const product = await this.parties.productByGtin(gtin);
    if (product === null) return null;
    const batch = await this.batches.findByLot(product.organizationId, product.id, lot);
    if (batch === null) return null;
    const code = await this.codes.get(batch.code);
    return code === null ? null : { batch, code };
  }
}
