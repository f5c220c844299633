import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor, Role } from '../access/actor.js';
import { notFound, ownScopeOf, scopeOf } from '../access/authorize.js';
import type { TenantScope } from '../database/tenants.js';
import type { Made } from '../http/entity-tag.js';
import { pageOf, type Page } from '../http/paging.js';
import { DomainError, refused } from '../http/problems.js';
import { canonicalBytes } from '../ledger/canonical.js';
import { isJsonObject, parseStrictJson } from '../ledger/json.js';
import { Vault } from '../log/vault.js';
import { derivedId } from './event-ids.js';
import { fault } from './faults.js';
import { MembersService } from './members.service.js';
import { eventConflict } from './organization-chain.js';
import { OrganizationsService } from './organizations.service.js';
import type { PageQuery } from './pages.dto.js';
import type { NewPerson, PersonAnswer, PersonDetails } from './people.dto.js';
import { PeopleStore, type StoredPerson } from './people.store.js';

/** A person of an organization. */
export interface PersonRef {
  readonly organizationId: string;
  readonly personId: string;
}

/** What is known of a person beside the statements. */
export interface KnownPerson {
  readonly name: string;
  readonly contact: string | null;
}

/** Who may name people in what they record, and so see who they are. */
const recorders = ['owner', 'recorder'] as const satisfies readonly Role[];
/** Who decides for a person of the organization, beside the person. */
const owners = ['owner'] as const satisfies readonly Role[];

/** People: whose data the statements of an organization carry (ledger.md §9). */
@Injectable()
export class PeopleService {
  constructor(
    private readonly store: PeopleStore,
    private readonly vault: Vault,
    private readonly organizations: OrganizationsService,
    private readonly members: MembersService,
  ) {}

  /**
   * Takes a person in, with a key of their own. The same content again under the same `key` answers the person whom the
   * first request took in.
   *
   * @throws DomainError `validation`, `event-conflict`, `forbidden`, `not-found`; `person-restricted` when that person's
   * erasure was asked for since.
   */
  async add(
    actor: Actor,
    organizationId: string,
    key: string | null,
    body: NewPerson,
  ): Promise<Made<PersonAnswer>> {
    await this.organizations.require(actor, organizationId, recorders);
    const accountId = await this.accountOf(actor, organizationId, body.member ?? null);
    const id = key === null ? randomUUID() : derivedId('person', organizationId, key);
    const person = { organizationId, subjectId: id };
    const scope = scopeOf(actor, recorders);
    // No key is made anew for somebody who was forgotten.
    if ((await this.vault.stateOf(person)) !== null)
      await this.requireInUse({ organizationId, personId: id });
    await this.vault.admit(person, scope);
    const sealed = await this.vault.sealNote(person, noteOf(body));
    const row = { organizationId, id, accountId, sealed, createdAt: new Date() };
    if (await this.store.insert(scope, row)) return { entity: await this.answer(row), repeated: false };
    return { entity: await this.earlier(scope, row, body), repeated: true };
  }

  /** The people of an organization, by id. @throws DomainError `forbidden`, `not-found`. */
  async list(actor: Actor, organizationId: string, query: PageQuery): Promise<Page<PersonAnswer>> {
    await this.organizations.require(actor, organizationId, recorders);
    const rows = await this.store.list(
      scopeOf(actor, recorders),
      organizationId,
      query.cursor ?? null,
      query.limit,
    );
    const page = pageOf(
      rows,
      query.limit,
      (row) => row.id,
      (row) => row,
    );
    return { items: await Promise.all(page.items.map((row) => this.answer(row))), next: page.next };
  }

  /** For those who record, and for the person. @throws DomainError `forbidden`, `not-found`. */
  async get(actor: Actor, person: PersonRef): Promise<PersonAnswer> {
    return this.answer(await this.require(actor, person, recorders));
  }

  /**
   * Puts right what is known of a person: the old is gone.
   *
   * @throws DomainError `validation` while they are restricted; `forbidden`, `not-found`.
   */
  async put(actor: Actor, person: PersonRef, body: PersonDetails): Promise<PersonAnswer> {
    const row = await this.decidedBy(actor, person);
    await this.requireInUse(person);
    const sealed = await this.vault.sealNote(subjectOf(person), noteOf(body));
    const scope = decidingScopeOf(actor);
    await this.store.replace(scope, person.organizationId, person.personId, sealed);
    return this.answer({ ...row, sealed });
  }

  /**
   * A person for whom the actor decides: as the owner of the organization, or as that person.
   *
   * @throws DomainError `forbidden`, `not-found`.
   */
  decidedBy(actor: Actor, person: PersonRef): Promise<StoredPerson> {
    return this.require(actor, person, owners);
  }

  /**
   * Passes for who decides for a person, as `decidedBy`; of one who is forgotten, or never was, for the owner alone, and
   * answers null.
   *
   * @throws DomainError `forbidden`, `not-found`.
   */
  requireDecider(actor: Actor, person: PersonRef): Promise<StoredPerson | null> {
    return this.visible(actor, person, owners);
  }

  /** @throws DomainError `person-restricted` when erasure of the person was asked for. */
  async requireInUse(person: PersonRef): Promise<void> {
    if ((await this.vault.stateOf(subjectOf(person))) === 'in-use') return;
    throw new DomainError('person-restricted', {
      zh: '已经申请删除此人的信息，不再展示或使用。',
      en: 'Erasure of this person’s data was asked for: they are not shown or used any more.',
    });
  }

  /**
   * What is known of a person, in scope where one is given; null when there is no such person, or nothing of them is
   * shown any more.
   */
  async known(person: PersonRef, scope?: TenantScope): Promise<KnownPerson | null> {
    const row = await this.store.find(scope, person.organizationId, person.personId);
    return row === null ? null : this.open(row);
  }

  /** Forgets what is known of a person; for those whose key is destroyed. */
  forget({ organizationId, personId }: PersonRef): Promise<void> {
    return this.store.delete(organizationId, personId);
  }

  private async require(actor: Actor, person: PersonRef, roles: readonly Role[]): Promise<StoredPerson> {
    const row = await this.visible(actor, person, roles);
    if (row === null) throw notFound();
    return row;
  }

  /** The person, if there is one, for that person and for who has one of the roles. */
  private async visible(
    actor: Actor,
    person: PersonRef,
    roles: readonly Role[],
  ): Promise<StoredPerson | null> {
    const scope = ownScopeOf(actor, roles);
    const row = await this.store.find(scope, person.organizationId, person.personId);
    if (row !== null && row.accountId === actor.accountId) return row;
    await this.organizations.require(actor, person.organizationId, roles);
    return row;
  }

  /** The person whom the same request took in before. @throws DomainError `event-conflict`, `not-found`. */
  private async earlier(scope: TenantScope, row: StoredPerson, body: NewPerson): Promise<PersonAnswer> {
    const before = await this.store.find(scope, row.organizationId, row.id);
    if (before === null) throw notFound();
    const answer = await this.answer(before);
    const { name, contact } = answer;
    const isSame = name === body.name && contact === (body.contact ?? null);
    if (!isSame || before.accountId !== row.accountId) throw eventConflict();
    return answer;
  }

  private async accountOf(
    actor: Actor,
    organizationId: string,
    member: string | null,
  ): Promise<string | null> {
    if (member === null) return null;
    const accountId = await this.members.accountOf(actor, organizationId, member);
    if (accountId !== null) return accountId;
    throw refused(
      fault(
        '/member',
        'unknown-member',
        '本组织没有这个成员，或者您不能指定。',
        'The organization has no such member, or it is not for you to say.',
      ),
    );
  }

  private async answer(row: StoredPerson): Promise<PersonAnswer> {
    const known = await this.open(row);
    return {
      id: row.id,
      reference: `person/${row.id}`,
      state: known === null ? 'restricted' : 'in-use',
      name: known?.name ?? null,
      contact: known?.contact ?? null,
      createdAt: row.createdAt.toISOString(),
    };
  }

  private async open({ organizationId, id, sealed }: StoredPerson): Promise<KnownPerson | null> {
    const note = await this.vault.openNote({ organizationId, subjectId: id }, sealed);
    const known = note === null ? null : parseStrictJson(note);
    if (!isJsonObject(known)) return null;
    const { name, contact } = known;
    if (typeof name !== 'string') return null;
    return { name, contact: typeof contact === 'string' ? contact : null };
  }
}

/** Where somebody decides for people: as an owner, and for oneself. */
export function decidingScopeOf(actor: Actor): TenantScope {
  return ownScopeOf(actor, owners);
}

/** The person, as the vault of sealed fields names it. */
export function subjectOf({ organizationId, personId }: PersonRef): {
  organizationId: string;
  subjectId: string;
} {
  return { organizationId, subjectId: personId };
}

function noteOf({ name, contact }: PersonDetails): Uint8Array {
  return canonicalBytes({ name, contact: contact ?? null });
}
