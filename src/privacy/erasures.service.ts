import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../access/actor.js';
import { notFound } from '../access/authorize.js';
import { say, type Language } from '../gs1/words.js';
import { Vault } from '../log/vault.js';
import type { TenantScope } from '../database/tenants.js';
import { decidingScopeOf, PeopleService, subjectOf, type PersonRef } from '../parties/people.service.js';
import { ErasuresStore, type Erasure } from './erasures.store.js';
import { HeldRecordsReader } from './held-records.js';
import type { ErasureAnswer } from './privacy.dto.js';
import { keptRecords } from './retention.js';

/** So long after a request what was sealed before it may still be on its way into the database, in milliseconds. */
const underWayMs = 10_000;

/** An account may belong to several organizations, and to none of them alone. */
const accountErasureRoute = 'POST /api/v1/auth/account/erasure';
const accountNote = {
  zh: '此人的账号不在其内：账号可能属于多个组织，由本人登录后另行申请删除。',
  en: 'The account of the person is not part of this: it may belong to several organizations, and is erased by a request of its own, by who signs in with it.',
};

/** Requests for erasure, and what becomes of them (PIPL art. 47). */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly store: ErasuresStore,
    private readonly people: PeopleService,
    private readonly vault: Vault,
    private readonly held: HeldRecordsReader,
  ) {}

  /**
   * Asks for the erasure of a person's data. From then on nothing of them is shown or used; what no law asks to keep is
   * destroyed within minutes, everything else when its period ends. Repeating it changes nothing.
   *
   * @throws DomainError `forbidden`, `not-found`.
   */
  async request(actor: Actor, person: PersonRef, language: Language): Promise<ErasureAnswer> {
    const { accountId } = await this.people.decidedBy(actor, person);
    const scope = decidingScopeOf(actor);
    const now = new Date();
    await this.store.insert(scope, person, uuidv7(), now, new Date(now.getTime() + underWayMs));
    await this.vault.restrict(subjectOf(person), now, scope);
    return this.answer(scope, await this.require(scope, person), accountId !== null, language);
  }

  /** How far an erasure is. After its end for the owner of the organization alone. @throws DomainError `forbidden`, `not-found`. */
  async get(actor: Actor, person: PersonRef, language: Language): Promise<ErasureAnswer> {
    const scope = decidingScopeOf(actor);
    const erasure = await this.store.find(scope, person);
    const known = await this.people.requireDecider(actor, person);
    if (erasure === null) throw notFound();
    return this.answer(scope, erasure, known !== null && known.accountId !== null, language);
  }

  private async require(scope: TenantScope, person: PersonRef): Promise<Erasure> {
    const erasure = await this.store.find(scope, person);
    if (erasure === null) throw new Error('a request for erasure could not be stored');
    return erasure;
  }

  private async answer(
    scope: TenantScope,
    erasure: Erasure,
    hasAccount: boolean,
    language: Language,
  ): Promise<ErasureAnswer> {
    const isDone = erasure.destroyedAt !== null;
    const kept = isDone ? [] : keptRecords(await this.held.of(erasure, scope), Date.now());
    return {
      state: isDone ? 'erased' : 'restricted',
      requestedAt: erasure.requestedAt.toISOString(),
      destroyedAt: erasure.destroyedAt?.toISOString() ?? null,
      seq: erasure.statedSeq,
      account: hasAccount ? { erasedBy: accountErasureRoute, note: say(accountNote, language) } : null,
      kept: kept.map(({ kinds, entries, untilMs, law }) => ({
        kinds: [...kinds],
        entries,
        until: untilMs === null ? null : new Date(untilMs).toISOString(),
        law: say(law, language),
      })),
    };
  }
}
