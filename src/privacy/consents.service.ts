import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Actor } from '../access/actor.js';
import type { TenantScope } from '../database/tenants.js';
import { decidingScopeOf, PeopleService, type PersonRef } from '../parties/people.service.js';
import { PersonEntries } from './person-entries.js';
import { PersonStatements } from './person-statements.js';
import type { ConsentAnswer } from './privacy.dto.js';

const kinds = ['consent-recorded', 'consent-withdrawn'];

/**
 * Consent of people to have their name shown on public pages (PIPL art. 25). The last statement about it on the
 * organization's chain decides; there is no other record of it.
 */
@Injectable()
export class ConsentsService {
  constructor(
    private readonly people: PeopleService,
    private readonly entries: PersonEntries,
    private readonly statements: PersonStatements,
  ) {}

  /** @throws DomainError `forbidden`, `not-found`. */
  async get(actor: Actor, person: PersonRef): Promise<ConsentAnswer> {
    await this.people.decidedBy(actor, person);
    return this.standing(person, decidingScopeOf(actor));
  }

  /**
   * Records that a person consents. Repeating it records nothing.
   *
   * @throws DomainError `person-restricted`, `forbidden`, `not-found`, `unavailable`, `ambiguous`.
   */
  async give(actor: Actor, person: PersonRef): Promise<ConsentAnswer> {
    await this.people.decidedBy(actor, person);
    await this.people.requireInUse(person);
    return this.state(actor, person, 'consent-recorded', true);
  }

  /** Records that a consent holds no more; from then on the name is not shown. As `give`. */
  async withdraw(actor: Actor, person: PersonRef): Promise<ConsentAnswer> {
    await this.people.decidedBy(actor, person);
    await this.people.requireInUse(person);
    return this.state(actor, person, 'consent-withdrawn', false);
  }

  /** The names of those who consent now, by their ids: nobody else's. */
  async names(organizationId: string, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    for (const personId of new Set(personIds)) {
      const person = { organizationId, personId };
      const { given } = await this.standing(person);
      const known = given ? await this.people.known(person) : null;
      if (known !== null) names.set(personId, known.name);
    }
    return names;
  }

  private async state(actor: Actor, person: PersonRef, kind: string, given: boolean): Promise<ConsentAnswer> {
    const before = await this.standing(person, decidingScopeOf(actor));
    if (before.given === given) return before;
    const data = { purpose: 'public-name', person: `person/${person.personId}` };
    const recorded = await this.statements.record(person.organizationId, uuidv7(), kind, data, ['/person']);
    return { purpose: 'public-name', given, seq: recorded.seq, since: recorded.recordedAt };
  }

  private async standing(person: PersonRef, scope?: TenantScope): Promise<ConsentAnswer> {
    const own = await this.entries.ownChain(person, scope);
    const last = own.findLast(({ payload }) => kinds.includes(payload.kind));
    return {
      purpose: 'public-name',
      given: last?.payload.kind === 'consent-recorded',
      seq: last?.stored.seq ?? null,
      since: last?.recordedAt ?? null,
    };
  }
}
