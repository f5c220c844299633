import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { TenantScope } from '../../database/tenants.js';
import type { DocumentType } from '../../http/document-body.js';
import type { ApplicationState, ApplicationType, DocumentKind } from './application.js';

/** An application as those who decide read it: what is personal is sealed. */
export interface ApplicationRow {
  readonly id: string;
  readonly kind: ApplicationType;
  readonly name: string;
  readonly uscc: string | null;
  readonly region: string;
  readonly sealedContact: Buffer;
  readonly state: ApplicationState;
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly decidedBy: string | null;
  /** The organization that the approval makes. */
  readonly organizationId: string | null;
  /** The account that becomes its owner. */
  readonly ownerId: string | null;
}

/** An application as its applicant reads it, who is known by its secret. */
export interface OwnApplicationRow extends ApplicationRow {
  readonly secretHash: Buffer;
  readonly sealedKey: Buffer;
}

/** What is known of a document; its bytes lie under DATA_DIR. */
export interface DocumentRow {
  readonly sha256: Buffer;
  readonly type: DocumentKind;
  readonly mediaType: DocumentType;
  readonly size: number;
  readonly addedAt: Date;
}

/** What somebody decides about an application. */
export interface Decision {
  readonly decision: 'approved' | 'refused' | 'returned';
  readonly reason: string | null;
  readonly by: string;
  readonly at: Date;
  readonly organizationId: string | null;
}

const columns = `id, kind, name, uscc, region, sealed_contact as "sealedContact", state, reason, created_at as "createdAt", changed_at as "changedAt",
  decided_by as "decidedBy", organization_id as "organizationId", owner_id as "ownerId"`;

const byId = { name: 'application', text: `select ${columns} from applications where id = $1` };
const ownById = {
  name: 'application-own-row',
  text: `select ${columns}, secret_hash as "secretHash", sealed_key as "sealedKey" from applications where id = $1`,
};
const keyById = {
  name: 'application-key',
  text: 'select sealed_key as "sealedKey" from applications where id = $1',
};
const ofRegions = {
  name: 'applications',
  text: `select ${columns} from applications
    where ($1 or region ^@ any($2::text[])) and ($3::text is null or state = $3) and ($4::uuid is null or id > $4)
    order by id limit $5`,
};
const insertion = {
  name: 'application-insert',
  text: `insert into applications
    (id, secret_hash, sealed_key, kind, name, uscc, region, sealed_contact, state, created_at, changed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, 'applied', $9, $9)`,
};
const change = {
  name: 'application-change',
  text: `update applications set kind = $2, name = $3, uscc = $4, region = $5, sealed_contact = $6, state = 'applied',
      reason = null, decided_by = null, changed_at = $7
    where id = $1 and state in ('applied', 'returned') returning id`,
};
const withdrawal = {
  name: 'application-withdraw',
  text: `update applications set state = 'withdrawn', changed_at = $2
    where id = $1 and state in ('applied', 'returned') returning id`,
};
const decision = {
  name: 'application-decide',
  text: `update applications set state = $2, reason = $3, decided_by = $4, changed_at = $5, organization_id = $6
    where id = $1 and state = 'applied' and changed_at = $7 returning id`,
};
const reopening = {
  name: 'application-reopen',
  text: `update applications set state = 'applied', decided_by = null, organization_id = null
    where id = $1 and state = 'approved' and owner_id is null`,
};
const owning = {
  name: 'application-own',
  text: `update applications set owner_id = $2 where id = $1 and state = 'approved' and owner_id is null`,
};
const documents = {
  name: 'application-documents',
  text: `select sha256, type, media_type as "mediaType", size, added_at as "addedAt"
    from application_documents where application_id = $1 order by added_at, sha256`,
};

/** The only code that queries applications and what is known of their documents. */
@Injectable()
export class ApplicationsStore {
  constructor(private readonly database: Database) {}

  async find(scope: TenantScope, id: string): Promise<ApplicationRow | null> {
    const [found] = await this.database.tenant(scope).read<ApplicationRow>(byId, [id]);
    return found ?? null;
  }

  /** With what tells its applicant, who may be signed in nowhere: whoever knows the secret. */
  async findOwn(id: string): Promise<OwnApplicationRow | null> {
    const [found] = await this.database.read<OwnApplicationRow>(ownById, [id]);
    return found ?? null;
  }

  /** The sealed key of an application that was found in the name of who asks: keys are the service's own to read. */
  async keyOf({ id }: ApplicationRow): Promise<Buffer> {
    const [found] = await this.database.read<{ sealedKey: Buffer }>(keyById, [id]);
    if (found === undefined) throw new Error('an application has no key');
    return found.sealedKey;
  }

  /** Of all regions, or of those that begin so, by id after `cursor`; one more than `limit` when there are more. */
  async list(
    scope: TenantScope,
    where: { readonly all: boolean; readonly regions: readonly string[]; readonly state: string | null },
    cursor: string | null,
    limit: number,
  ): Promise<ApplicationRow[]> {
    const { all, regions, state } = where;
    const values = [all, [...regions], state, cursor, limit + 1];
    return this.database.tenant(scope).read<ApplicationRow>(ofRegions, values);
  }

  async insert(row: OwnApplicationRow): Promise<void> {
    const { id, secretHash, sealedKey, kind, name, uscc, region, sealedContact, createdAt } = row;
    const values = [id, secretHash, sealedKey, kind, name, uscc, region, sealedContact, createdAt];
    await this.database.write(insertion, values);
  }

  /** Gives an open application new content; it waits for a decision again. Answers false when it is not open. */
  async change(
    id: string,
    to: Pick<ApplicationRow, 'kind' | 'name' | 'uscc' | 'region' | 'sealedContact' | 'changedAt'>,
  ): Promise<boolean> {
    const values = [id, to.kind, to.name, to.uscc, to.region, to.sealedContact, to.changedAt];
    return (await this.database.read(change, values)).length === 1;
  }

  async withdraw(id: string, at: Date): Promise<boolean> {
    return (await this.database.read(withdrawal, [id, at])).length === 1;
  }

  /** Decides an application that waits, as it was read; answers whether it was this call that did. */
  async decide(scope: TenantScope, { id, changedAt }: ApplicationRow, what: Decision): Promise<boolean> {
    const values = [id, what.decision, what.reason, what.by, what.at, what.organizationId, changedAt];
    return (await this.database.tenant(scope).write(decision, values)).length === 1;
  }

  /** Takes an approval back that could not take effect. */
  async reopen(scope: TenantScope, id: string): Promise<void> {
    await this.database.tenant(scope).write(reopening, [id]);
  }

  /** Names the owner-to-be of an approved application, unless one is named already. */
  async own(id: string, accountId: string): Promise<void> {
    await this.database.write(owning, [id, accountId]);
  }

  /** Of an application in scope, where one is given. */
  async documents(id: string, scope?: TenantScope): Promise<DocumentRow[]> {
    return this.database.as(scope).read<DocumentRow>(documents, [id]);
  }

  /** Adds a document to an open application; one that is there already stays. Answers why not, or null. */
  async addDocument(id: string, document: DocumentRow, max: number): Promise<'closed' | 'full' | null> {
    return this.database.source.transaction(async (entities) => {
      const open: unknown[] = await entities.query(
        "select id from applications where id = $1 and state in ('applied', 'returned') for update",
        [id],
      );
      if (open.length === 0) return 'closed';
      const kept: { sha256: Buffer }[] = await entities.query(
        'select sha256 from application_documents where application_id = $1',
        [id],
      );
      if (kept.some(({ sha256 }) => sha256.equals(document.sha256))) return null;
      if (kept.length >= max) return 'full';
      const { sha256, type, mediaType, size, addedAt } = document;
      await entities.query(
        `insert into application_documents (application_id, sha256, type, media_type, size, added_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [id, sha256, type, mediaType, size, addedAt],
      );
      return null;
    });
  }
}
