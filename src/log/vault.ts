import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { seal, unseal } from '../config/master-key.js';
import type { Database } from '../database/database.js';
import type { TenantScope } from '../database/tenants.js';
import { base64urlDecode } from '../ledger/bytes.js';
import { disclosureDigest } from '../ledger/disclosure.js';
import type { ChainRef, SealedDisclosure } from './entry.js';

const cachedKeysMax = 10_000;
const nonceBytes = 12;
const tagBytes = 16;

const findKey = {
  name: 'subject-key',
  text: 'select sealed from subject_keys where organization_id = $1 and subject_id = $2',
};
const insertKey = {
  name: 'subject-key-insert',
  text: 'insert into subject_keys (organization_id, subject_id, sealed) values ($1, $2, $3) on conflict do nothing',
};
const findDisclosures = {
  name: 'disclosures-of-chain',
  text: `select seq, digest, subject_id, sealed from disclosures
    where organization_id = $1 and chain_id = $2 and seq between $3 and $4 order by seq, digest`,
};

interface DisclosureRow {
  seq: number;
  digest: Buffer;
  subject_id: string;
  sealed: Buffer;
}

/**
 * Keeps disclosures apart from the entries, encrypted under their subject's own data key (ledger.md §9): without
 * that key what is stored tells nothing, so destroying the key erases them, in backups too.
 *
 * Stored form: nonce ‖ AES-256-GCM ciphertext ‖ tag, the digest as additional data.
 */
export class Vault {
  private readonly keys = new LRUCache<string, Buffer>({ max: cachedKeysMax });

  constructor(
    private readonly database: Database,
    private readonly masterKey: Buffer,
  ) {}

  /** Seals SD-JWT disclosures of statements on a chain of `organizationId`. The subject is the organization itself. */
  async seal(organizationId: string, disclosures: readonly string[]): Promise<SealedDisclosure[]> {
    if (disclosures.length === 0) return [];
    const key = await this.subjectKey(organizationId, organizationId);
    return disclosures.map((disclosure) => {
      const digest = base64urlDecode(disclosureDigest(disclosure));
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(digest);
      const body = Buffer.concat([cipher.update(disclosure, 'utf8'), cipher.final()]);
      return { digest, subjectId: organizationId, sealed: Buffer.concat([nonce, body, cipher.getAuthTag()]) };
    });
  }

  /** The disclosures of entries `fromSeq`…`toSeq` of a chain, opened, by sequence number; those in scope, where one is given. */
  async open(
    chain: ChainRef,
    fromSeq: number,
    toSeq: number,
    scope?: TenantScope,
  ): Promise<Map<number, string[]>> {
    const rows = await this.database
      .as(scope)
      .read<DisclosureRow>(findDisclosures, [chain.organizationId, chain.chainId, fromSeq, toSeq]);
    const opened = new Map<number, string[]>();
    for (const row of rows) {
      const key = await this.subjectKey(chain.organizationId, row.subject_id);
      const list = opened.get(row.seq) ?? [];
      list.push(openOne(key, row));
      opened.set(row.seq, list);
    }
    return opened;
  }

  private async subjectKey(organizationId: string, subjectId: string): Promise<Buffer> {
    const cacheKey = `${organizationId} ${subjectId}`;
    const cached = this.keys.get(cacheKey);
    if (cached !== undefined) return cached;
    const label = `subject-key/${organizationId}/${subjectId}`;
    const stored = await this.readKey(organizationId, subjectId);
    if (stored === null) {
      await this.database.write(insertKey, [
        organizationId,
        subjectId,
        seal(this.masterKey, label, randomBytes(32)),
      ]);
    }
    const sealed = stored ?? (await this.readKey(organizationId, subjectId));
    if (sealed === null) throw new Error('a subject key could not be stored');
    const key = unseal(this.masterKey, label, sealed);
    this.keys.set(cacheKey, key);
    return key;
  }

  private async readKey(organizationId: string, subjectId: string): Promise<Buffer | null> {
    const [row] = await this.database.read<{ sealed: Buffer }>(findKey, [organizationId, subjectId]);
    return row?.sealed ?? null;
  }
}

function openOne(key: Buffer, row: DisclosureRow): string {
  const decipher = createDecipheriv('aes-256-gcm', key, row.sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(row.digest);
  decipher.setAuthTag(row.sealed.subarray(row.sealed.length - tagBytes));
  const body = row.sealed.subarray(nonceBytes, row.sealed.length - tagBytes);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}
