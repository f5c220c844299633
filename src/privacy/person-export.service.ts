import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { sentenceOf } from '../events/timeline.service.js';
import type { Language } from '../gs1/words.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { open } from '../ledger/disclosure.js';
import { isJsonObject } from '../ledger/json.js';
import { PowerTraces } from '../parties/power-traces.service.js';
import type { TenantScope } from '../database/tenants.js';
import { decidingScopeOf, PeopleService, type PersonRef } from '../parties/people.service.js';
import { ConsentsService } from './consents.service.js';
import { PersonEntries, type PersonEntry } from './person-entries.js';
import type { FiledStatement, PersonFile } from './privacy.dto.js';

/** Everything that is held about one person, for that person (PIPL art. 45). */
@Injectable()
export class PersonExport {
  constructor(
    private readonly people: PeopleService,
    private readonly consents: ConsentsService,
    private readonly entries: PersonEntries,
    private readonly traces: PowerTraces,
  ) {}

  /**
   * One JSON document, part by part, at the reader's pace: what is known of the person, their consent, and every
   * statement that names them. When another asks than the person, that is stated first.
   *
   * @throws DomainError `person-restricted`, `forbidden`, `not-found`, before the first part.
   */
  async begin(actor: Actor, person: PersonRef, language: Language): Promise<AsyncGenerator<string>> {
    const { accountId } = await this.people.decidedBy(actor, person);
    await this.people.requireInUse(person);
    const { organizationId, personId } = person;
    if (accountId !== actor.accountId)
      await this.traces.use(actor, { organizationId, act: 'person-exported', person: `person/${personId}` });
    const { id, name, contact, createdAt } = await this.people.get(actor, person);
    const head: Omit<PersonFile, 'statements'> = {
      person: { id, name, contact, createdAt },
      consent: await this.consents.get(actor, person),
    };
    return this.parts(person, decidingScopeOf(actor), JSON.stringify(head), language);
  }

  private async *parts(
    person: PersonRef,
    scope: TenantScope,
    head: string,
    language: Language,
  ): AsyncGenerator<string> {
    yield `${head.slice(0, -1)},"statements":[`;
    let separator = '';
    for await (const page of this.entries.all(person, scope)) {
      const items = page.map((entry) => JSON.stringify(statementOf(entry, language)));
      yield `${separator}${items.join(',')}`;
      separator = ',';
    }
    yield ']}';
  }
}

function statementOf(
  { stored, payload, recordedAt, fields }: PersonEntry,
  language: Language,
): FiledStatement {
  const { data } = open(payload, []);
  return {
    chain: payload.sub,
    seq: stored.seq,
    id: stored.eventId,
    kind: payload.kind,
    occurredAt: payload.occurredAt,
    recordedAt,
    leafHash: base64urlEncode(stored.leafHash),
    sentence: sentenceOf(payload, isJsonObject(data) ? data : {}, language),
    fields: [...fields],
  };
}
