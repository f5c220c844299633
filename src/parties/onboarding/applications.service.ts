import { hash, randomUUID, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../access/actor.js';
import { notFound } from '../../access/authorize.js';
import { newSecret, secretDigest } from '../../access/secret.js';
import { DomainError, refused } from '../../http/problems.js';
import type { DocumentBody } from '../../http/document-body.js';
import { fault, usccFaults } from '../faults.js';
import type { NewCredentials } from '../credentials.dto.js';
import { documentsMax, type DocumentKind } from './application.js';
import {
  toAnswer,
  toDocument,
  type ApplicationAnswer,
  type DocumentAnswer,
  type FiledApplication,
  type NewApplication,
} from './applications.dto.js';
import { ApplicationsStore, type OwnApplicationRow } from './applications.store.js';
import { applicationClosed } from './closed.js';
import { FirstOwners } from './first-owners.js';
import { SealedParts } from './sealed-parts.js';

/** The applicant's side of an application; whoever has its secret is its applicant (docs/onboarding.md). */
@Injectable()
export class ApplicationsService {
  constructor(
    private readonly store: ApplicationsStore,
    private readonly sealed: SealedParts,
    private readonly owners: FirstOwners,
  ) {}

  /** Files an application. The secret is told this once. @throws DomainError `validation`. */
  async file(body: NewApplication): Promise<FiledApplication> {
    requireUscc(body);
    const id = randomUUID();
    const secret = newSecret();
    const sealedKey = this.sealed.newKey(id);
    const now = new Date();
    const row: OwnApplicationRow = {
      id,
      secretHash: secretDigest(secret),
      sealedKey,
      kind: body.kind,
      name: body.name,
      uscc: body.uscc ?? null,
      region: body.region,
      sealedContact: this.sealed.sealContact({ id, sealedKey }, body),
      state: 'applied',
      reason: null,
      createdAt: now,
      changedAt: now,
      decidedBy: null,
      organizationId: null,
      ownerId: null,
    };
    await this.store.insert(row);
    return { ...toAnswer(row, []), secret };
  }

  /** @throws DomainError `not-found`, also for another secret. */
  async follow(id: string, secret: string): Promise<ApplicationAnswer> {
    return this.answer(await this.require(id, secret));
  }

  /** Gives it new content; a returned one waits for a decision again. @throws DomainError `application-closed`. */
  async change(id: string, secret: string, body: NewApplication): Promise<ApplicationAnswer> {
    const row = await this.require(id, secret);
    requireUscc(body);
    const { kind, name, region } = body;
    const sealedContact = this.sealed.sealContact(row, body);
    const changed = { kind, name, uscc: body.uscc ?? null, region, sealedContact, changedAt: new Date() };
    if (!(await this.store.change(id, changed))) throw applicationClosed();
    return this.follow(id, secret);
  }

  /**
   * Adds a document; the same bytes again are the same document.
   *
   * @throws DomainError `media-type`, `validation` when there are `documentsMax` already, `application-closed`.
   */
  async addDocument(
    id: string,
    secret: string,
    type: DocumentKind,
    body: DocumentBody,
  ): Promise<DocumentAnswer> {
    const row = await this.require(id, secret);
    if (row.state !== 'applied' && row.state !== 'returned') throw applicationClosed();
    const mediaType = await body.type();
    const known = await this.store.documents(id);
    const sha256 = hash('sha256', body.bytes, 'buffer');
    const before = known.find((document) => document.sha256.equals(sha256));
    if (before !== undefined) return toDocument(before);
    if (known.length >= documentsMax) throw tooMany();
    await this.sealed.keep(row, body.bytes);
    const document = { sha256, type, mediaType, size: body.bytes.length, addedAt: new Date() };
    const fault = await this.store.addDocument(id, document, documentsMax);
    if (fault === 'closed') throw applicationClosed();
    if (fault === 'full') throw tooMany();
    return toDocument(document);
  }

  /** @throws DomainError `application-closed`, `not-found`. */
  async withdraw(id: string, secret: string): Promise<ApplicationAnswer> {
    await this.require(id, secret);
    if (!(await this.store.withdraw(id, new Date()))) throw applicationClosed();
    return this.follow(id, secret);
  }

  /**
   * Makes an account that owns the approved organization, once.
   *
   * @throws DomainError `application-closed` before the approval and after the first owner; `login-taken`, `validation`.
   */
  async ownAnew(id: string, secret: string, credentials: NewCredentials): Promise<ApplicationAnswer> {
    await this.owners.make(await this.require(id, secret), credentials);
    return this.follow(id, secret);
  }

  /** As `ownAnew`, for the account that is signed in. */
  async own(actor: Actor, id: string, secret: string): Promise<ApplicationAnswer> {
    await this.owners.appoint(await this.require(id, secret), actor.accountId);
    return this.follow(id, secret);
  }

  private async require(id: string, secret: string): Promise<OwnApplicationRow> {
    const row = await this.store.findOwn(id);
    const digest = secretDigest(secret);
    const isRight = timingSafeEqual(row?.secretHash ?? Buffer.alloc(digest.length), digest);
    if (row === null || !isRight) throw notFound();
    return row;
  }

  private async answer(row: OwnApplicationRow): Promise<ApplicationAnswer> {
    return toAnswer(row, await this.store.documents(row.id));
  }
}

function requireUscc({ kind, uscc }: NewApplication): void {
  const faults = usccFaults(kind, uscc ?? null);
  if (faults.length > 0) throw refused(...faults);
}

function tooMany(): DomainError {
  return refused(
    fault(
      '/documents',
      'too-many',
      `最多 ${documentsMax} 份材料。`,
      `An application has at most ${documentsMax} documents.`,
    ),
  );
}
