import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { decrypt, encrypt, joinHalves, keyBytes } from '../config/data-key.js';
import type { KeyFiles } from '../config/key-files.js';
import { seal, unseal } from '../config/master-key.js';
import type { Database } from '../database/database.js';
import { subjectKeyLabel } from '../database/sealed-places.js';
import type { TenantScope } from '../database/tenants.js';
import { base64urlDecode, base64urlEncode, utf8Encode } from '../ledger/bytes.js';
import { disclosureDigest, parseDisclosure } from '../ledger/disclosure.js';
import { personIn } from '../ledger/names.js';
import type { ChainRef, SealedDisclosure } from './entry.js';
import {
  deleteDisclosure,
  deleteDisclosures,
  eraseSubjectKey,
  findSubjectKey,
  insertSubjectKey,
  listChainDisclosures,
  listPersonDisclosures,
  listSubjectRecords,
  restrictSubject,
  type Doors,
  type DisclosureRow,
  type SubjectKeyRow,
  type SubjectPlace,
  type SubjectRecords,
  type SubjectRef,
} from './subjects.store.js';

const cachedKeysMax = 10_000;
/** How long a process remembers a key whose file another one may have destroyed, in milliseconds. */
const cachedKeyLifeMs = 30_000;
/** How long a process believes that a person is still in use, in milliseconds. */
const inUseLifeMs = 1_000;
const deletedAtOnce = 5_000;

/** What is kept of an entry's disclosures. */
export interface KeptDisclosures {
  readonly open: readonly string[];
  /** Digests, base64url, of what is kept and not shown to anyone: erasure was asked for. */
  readonly restricted: ReadonlySet<string>;
}

/** What is kept of an entry that has no disclosures, or none any more. */
export const nothingKept: KeptDisclosures = { open: [], restricted: new Set() };

/** How a subject stands: its data is used; kept and shown to nobody; destroyed. */
export type SubjectState = 'in-use' | 'restricted' | 'erased';

/**
 * Keeps disclosures apart from the entries, encrypted under their subject's own data key (ledger.md §9): without that
 * key what is stored tells nothing, so destroying the key erases them, in backups too.
 *
 * A subject is a person that the disclosure names (`person/<uuid>`), else the organization whose chain it is. The key
 * of a person is made of two halves, HKDF-SHA256 over the one in the database with the one in a file as salt: the file
 * is what erasure destroys, so that no copy of the database opens anything afterwards.
 *
 * Stored form: nonce ‖ AES-256-GCM ciphertext ‖ tag, the digest as additional data.
 */
export class Vault {
  private readonly keys = new LRUCache<string, Buffer>({ max: cachedKeysMax, ttl: cachedKeyLifeMs });
  private readonly used = new LRUCache<string, true>({ max: cachedKeysMax, ttl: inUseLifeMs });

  constructor(
    private readonly database: Database,
    private readonly masterKey: Buffer,
    private readonly files: KeyFiles,
  ) {}

  /**
   * Seals SD-JWT disclosures of statements on a chain of `organizationId`. The people whom they name must be in use: see
   * `isInUse`; `recordKind` says which records of theirs these are.
   */
  async seal(
    organizationId: string,
    disclosures: readonly string[],
    recordKind: string | null = null,
  ): Promise<SealedDisclosure[]> {
    return Promise.all(
      disclosures.map(async (disclosure) => {
        const subjectId = personIn(parseDisclosure(disclosure).value) ?? organizationId;
        const digest = base64urlDecode(disclosureDigest(disclosure));
        const key = await this.sealingKey({ organizationId, subjectId });
        const sealed = encrypt(key, Buffer.from(disclosure, 'utf8'), digest);
        return { digest, subjectId, recordKind: subjectId === organizationId ? null : recordKind, sealed };
      }),
    );
  }

  /**
   * What is kept of the disclosures of entries `fromSeq`…`toSeq` of a chain, by sequence number; those in scope, where one
   * is given.
   */
  async open(
    chain: ChainRef,
    fromSeq: number,
    toSeq: number,
    scope?: TenantScope,
  ): Promise<Map<number, KeptDisclosures>> {
    const kept = new Map<number, { open: string[]; restricted: Set<string> }>();
    for (const row of await listChainDisclosures(this.doors(scope), chain, fromSeq, toSeq)) {
      const one = kept.get(row.seq) ?? { open: [], restricted: new Set() };
      kept.set(row.seq, one);
      if (row.restricted && !row.erased) one.restricted.add(base64urlEncode(row.digest));
      const opened = row.restricted ? null : await this.openRow(chain.organizationId, row);
      if (opened !== null) one.open.push(opened);
    }
    return kept;
  }

  /** How a person of an organization stands, erased also where the file is gone; null for an id that is nobody's. */
  async stateOf(person: SubjectRef): Promise<SubjectState | null> {
    if (person.subjectId === person.organizationId) return null;
    const row = await findSubjectKey(this.database, person);
    if (row === null) return null;
    if (row.restricted && !row.erased) return 'restricted';
    return row.erased || (await this.keyOf(person, row)) === null ? 'erased' : 'in-use';
  }

  /** Whether statements may name a person, as of a second ago at most. */
  async isInUse(person: SubjectRef): Promise<boolean> {
    if (this.used.has(cacheKey(person))) return true;
    const isInUse = (await this.stateOf(person)) === 'in-use';
    if (isInUse) this.used.set(cacheKey(person), true);
    return isInUse;
  }

  /** Makes the key of a new person in scope: the file first, so that no key is in use without it. */
  async admit(person: SubjectRef, scope: TenantScope): Promise<void> {
    await this.files.create(person.organizationId, person.subjectId);
    await this.insertKey(person, scope);
  }

  /** Encrypts what is known of a person beside the statements. */
  async sealNote(person: SubjectRef, note: Uint8Array): Promise<Buffer> {
    return encrypt(await this.sealingKey(person), note, noteLabel(person));
  }

  /** Opens what `sealNote` made; null when the person is restricted, or the key is destroyed. */
  async openNote(person: SubjectRef, sealed: Buffer): Promise<Buffer | null> {
    const row = await findSubjectKey(this.database, person);
    if (row === null || row.restricted) return null;
    const key = await this.keyOf(person, row);
    return key === null ? null : decrypt(key, sealed, noteLabel(person));
  }

  /** Encrypts a file of an organization under its own key; `name` is authenticated with it. */
  async sealFile(organizationId: string, name: string, bytes: Uint8Array): Promise<Buffer> {
    const key = await this.sealingKey({ organizationId, subjectId: organizationId });
    return encrypt(key, bytes, utf8Encode(name));
  }

  /** Opens what `sealFile` made. @throws Error when it was changed, or is another file. */
  async openFile(organizationId: string, name: string, sealed: Buffer): Promise<Buffer> {
    const key = await this.sealingKey({ organizationId, subjectId: organizationId });
    return decrypt(key, sealed, utf8Encode(name));
  }

  /**
   * A person's disclosures after a place, in the order of chains and entries; `disclosure` is null while they are
   * restricted. At most `limit`; those in scope, where one is given.
   */
  async ofPerson(
    person: SubjectRef,
    after: SubjectPlace,
    limit: number,
    scope?: TenantScope,
  ): Promise<(SubjectPlace & { readonly disclosure: string | null })[]> {
    const rows = await listPersonDisclosures(this.doors(scope), person, after, limit);
    return Promise.all(
      rows.map(async (row) => ({
        chainId: row.chainId,
        seq: row.seq,
        disclosure: row.restricted ? null : await this.openRow(person.organizationId, row),
      })),
    );
  }

  /** The records that name a person, counted by chain and kind; those in scope, where one is given. */
  recordsOf(person: SubjectRef, scope?: TenantScope): Promise<SubjectRecords[]> {
    return listSubjectRecords(this.database.as(scope), person);
  }

  /**
   * From now on nothing of a person, in scope where one is given, is shown, here at once; harmless when that was so.
   */
  async restrict(person: SubjectRef, at: Date, scope?: TenantScope): Promise<void> {
    await restrictSubject(this.database.as(scope), person, at);
    this.used.delete(cacheKey(person));
  }

  /**
   * Destroys a restricted person's key and disclosures: the file first, which is what opens them, here and in every
   * copy of the database. May be repeated, and goes on where it stopped.
   */
  async destroy(person: SubjectRef): Promise<void> {
    if ((await this.stateOf(person)) === 'in-use') throw new Error('a person whose data are in use');
    await this.files.destroy(person.organizationId, person.subjectId);
    this.keys.delete(cacheKey(person));
    while ((await deleteDisclosures(this.database, person, deletedAtOnce)) > 0);
    await eraseSubjectKey(this.database, person, this.freshHalf(person));
  }

  /** Deletes one disclosure of an entry for good; `digest` in base64url. Harmless when it is gone. */
  async drop(entry: ChainRef & SubjectPlace, digest: string): Promise<void> {
    await deleteDisclosure(this.database, entry, base64urlDecode(digest));
  }

  /** Removes key files of people who are erased: an older copy of the directory may have brought them back. */
  async sweep(): Promise<void> {
    for (const { folder: organizationId, name: subjectId } of await this.files.list()) {
      const row = await findSubjectKey(this.database, { organizationId, subjectId });
      if (row?.erased === true) await this.files.destroy(organizationId, subjectId);
    }
  }

  private async openRow(organizationId: string, row: DisclosureRow): Promise<string | null> {
    const key = await this.keyOf({ organizationId, subjectId: row.subjectId }, row);
    return key === null ? null : decrypt(key, row.disclosure, row.digest).toString('utf8');
  }

  /** The key under which is sealed; an organization's own is made when first needed. */
  private async sealingKey(subject: SubjectRef): Promise<Buffer> {
    const cached = this.keys.get(cacheKey(subject));
    const isOwn = subject.subjectId === subject.organizationId;
    if (cached !== undefined && (isOwn || this.used.has(cacheKey(subject)))) return cached;
    let row = await findSubjectKey(this.database, subject);
    if (row === null && isOwn) {
      await this.insertKey(subject);
      row = await findSubjectKey(this.database, subject);
    }
    const key = row === null || row.restricted ? null : await this.keyOf(subject, row);
    if (key === null) throw new Error('a subject has no key in use');
    return key;
  }

  /** The data key that belongs to a row of the database; null when the half in the file is gone. */
  private async keyOf(subject: SubjectRef, row: SubjectKeyRow): Promise<Buffer | null> {
    const cached = this.keys.get(cacheKey(subject));
    if (cached !== undefined) return cached;
    const { organizationId, subjectId } = subject;
    const half = unseal(this.masterKey, sealLabel(subject), row.sealed);
    const file = subjectId === organizationId ? null : await this.files.read(organizationId, subjectId);
    if (subjectId !== organizationId && file === null) return null;
    const key =
      file === null ? half : joinHalves(half, file, `furrow/person-key/${organizationId}/${subjectId}`);
    this.keys.set(cacheKey(subject), key);
    return key;
  }

  private async insertKey(subject: SubjectRef, scope?: TenantScope): Promise<void> {
    await insertSubjectKey(this.database.as(scope), subject, this.freshHalf(subject));
  }

  private doors(scope: TenantScope | undefined): Doors {
    return { service: this.database, reads: this.database.as(scope) };
  }

  private freshHalf(subject: SubjectRef): Buffer {
    return seal(this.masterKey, sealLabel(subject), randomBytes(keyBytes));
  }
}

function cacheKey({ organizationId, subjectId }: SubjectRef): string {
  return `${organizationId} ${subjectId}`;
}

function sealLabel({ organizationId, subjectId }: SubjectRef): string {
  return subjectKeyLabel(organizationId, subjectId);
}

function noteLabel({ organizationId, subjectId }: SubjectRef): Uint8Array {
  return utf8Encode(`person/${organizationId}/${subjectId}`);
}
