import { Injectable } from '@nestjs/common';
import type { TenantScope } from '../database/tenants.js';
import { concealedFields } from '../ledger/disclosed.js';
import { parseEntry } from '../ledger/entry.js';
import type { JsonValue } from '../ledger/json.js';
import { parseStatement, type StatementPayload } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import type { StoredEntry } from '../log/entry.js';
import { Vault } from '../log/vault.js';
import { subjectOf, type PersonRef } from '../parties/people.service.js';

const nobody = '00000000-0000-0000-0000-000000000000';
const disclosuresAtOnce = 500;

/** An entry that names a person. */
export interface PersonEntry {
  readonly stored: StoredEntry;
  readonly payload: StatementPayload;
  readonly recordedAt: string;
  /** The fields that do, by their place below `data`; empty while the person is restricted. */
  readonly fields: readonly { readonly field: string; readonly value: JsonValue }[];
}

/** Finds what the statements of an organization say of one person. */
@Injectable()
export class PersonEntries {
  constructor(
    private readonly entries: Entries,
    private readonly vault: Vault,
  ) {}

  /** Every entry in scope that names a person, chain by chain and oldest first within a chain, page by page. */
  async *all(person: PersonRef, scope: TenantScope): AsyncGenerator<readonly PersonEntry[]> {
    yield* this.after(person, { chainId: nobody, seq: 0 }, scope);
  }

  /** Those on the organization's own chain, where consent is stated; in scope, where one is given. */
  async ownChain(person: PersonRef, scope?: TenantScope): Promise<readonly PersonEntry[]> {
    const chainId = person.organizationId;
    const found: PersonEntry[] = [];
    for await (const page of this.after(person, { chainId, seq: 0 }, scope)) {
      const own = page.filter(({ stored }) => stored.chainId === chainId);
      found.push(...own);
      if (own.length < page.length) break;
    }
    return found;
  }

  private async *after(
    person: PersonRef,
    start: { readonly chainId: string; readonly seq: number },
    scope: TenantScope | undefined,
  ): AsyncGenerator<readonly PersonEntry[]> {
    const subject = subjectOf(person);
    for (let after = start; ;) {
      const rows = await this.vault.ofPerson(subject, after, disclosuresAtOnce, scope);
      const last = rows.at(-1);
      if (last === undefined) return;
      const disclosures = new Map<string, string[]>();
      for (const { chainId, seq, disclosure } of rows) {
        const place = `${chainId} ${seq}`;
        disclosures.set(place, [
          ...(disclosures.get(place) ?? []),
          ...(disclosure === null ? [] : [disclosure]),
        ]);
      }
      const stored = await this.entries.at(person.organizationId, rows, scope);
      yield stored.map((entry) => readEntry(entry, disclosures.get(`${entry.chainId} ${entry.seq}`) ?? []));
      after = last;
    }
  }
}

function readEntry(stored: StoredEntry, disclosures: readonly string[]): PersonEntry {
  const { statement, recordedAt } = parseEntry(stored.entry);
  const { payload } = parseStatement(statement);
  const fields = concealedFields(payload.data, disclosures).flatMap(({ pointer, disclosure }) =>
    pointer === null || disclosure === null ? [] : [{ field: pointer, value: disclosure.value }],
  );
  return { stored, payload, recordedAt, fields };
}
