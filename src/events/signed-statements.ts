import { Injectable } from '@nestjs/common';
import { DomainError, type FieldFault } from '../http/problems.js';
import { canonicalize } from '../ledger/canonical.js';
import { findDigests, open, parseCombined } from '../ledger/disclosure.js';
import { parseEntry } from '../ledger/entry.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../ledger/json.js';
import { checkStatement, parseStatement, type Statement } from '../ledger/statement.js';
import { Entries } from '../log/entries.service.js';
import type { ChainRef } from '../log/entry.js';
import { chainName } from '../log/group-writer.js';
import { Keyring, type RegisteredKey } from '../log/keyring.js';
import type { Kind } from './kinds/kind.js';

/** A participant's statement, verified, with its fields open. */
export interface ToldStatement {
  readonly statement: Statement;
  readonly disclosures: readonly string[];
  /** The organization whose key signed it. */
  readonly organizationId: string;
  readonly event: {
    readonly eventId: string;
    readonly kind: string;
    readonly occurredAt: string;
    readonly data: JsonObject;
  };
}

/** Opens statements that participants sign themselves (ledger.md §2, §8). */
@Injectable()
export class SignedStatements {
  constructor(
    private readonly keyring: Keyring,
    private readonly entries: Entries,
  ) {}

  /**
   * Verifies a combined SD-JWT against the register of keys and opens all of its disclosures.
   *
   * The key is found by `kid` in our own register, never taken from the header; it must be a participant's, valid
   * now, and the algorithm is that of the key. A statement that was recorded while its key was valid is opened after
   * that, too: whoever lost the answer to it gets it again.
   *
   * @throws LedgerError when it is malformed; DomainError `key-not-accepted`, `statement-not-accepted`.
   */
  async open(combined: string, chain: ChainRef): Promise<ToldStatement> {
    const { jws, disclosures } = parseCombined(combined);
    const statement = parseStatement(jws);
    const key = await this.keyring.find(statement.header.kid);
    if (key?.purpose !== 'participant') throw keyNotAccepted();
    if (!isValid(key) && !(await this.isRecorded(statement, chain))) throw keyNotAccepted();
    const fault = checkStatement(statement, key.publicKey);
    if (fault !== null)
      throw notAccepted('/signature', fault.code, {
        zh: '签名与内容不符。',
        en: 'The signature does not fit the content.',
      });
    const { payload } = statement;
    if (payload.iss !== `org/${key.organizationId}`) throw keyNotAccepted();
    if (payload.sub !== chainName(chain)) {
      throw notAccepted('/sub', 'chain', {
        zh: '内容说的是另一个批次。',
        en: 'The statement is about another chain.',
      });
    }
    // What belongs to no field, or is there twice, is refused by `open`.
    const data = open(payload, disclosures).data;
    if (findDigests(payload.data).length !== disclosures.length) {
      throw notAccepted('/disclosures', 'missing', {
        zh: '缺少被遮盖字段的披露内容。',
        en: 'A concealed field comes without its disclosure.',
      });
    }
    return {
      statement,
      disclosures,
      organizationId: key.organizationId,
      event: {
        eventId: payload.jti,
        kind: payload.kind,
        occurredAt: payload.occurredAt,
        data: asObject(data),
      },
    };
  }

  private async isRecorded({ compact, payload }: Statement, chain: ChainRef): Promise<boolean> {
    const [stored] = await this.entries.events(chain, [payload.jti]);
    return stored !== undefined && parseEntry(stored.entry).statement === compact;
  }

  /** The key must belong to the organization in whose name the actor speaks. @throws DomainError `key-not-accepted`. */
  requireIssuer(told: ToldStatement, issuerId: string): void {
    if (told.organizationId !== issuerId) throw keyNotAccepted();
  }

  /**
   * Private fields must come as disclosures, and nothing else may: entries hold no private field in the clear, and
   * hide nothing that is public.
   *
   * @throws DomainError `statement-not-accepted` naming the field.
   */
  requireConcealed(told: ToldStatement, kind: Kind): void {
    const clear = withoutDigests(told.statement.payload.data);
    const expected = withoutFields(told.event.data, kind.privateFields);
    for (const pointer of kind.privateFields) {
      if (valueAt(clear, pointer) !== undefined) {
        throw notAccepted(`/data${pointer}`, 'private', {
          zh: '这个字段是非公开的，必须以披露形式提交。',
          en: 'This field is private and must come as a disclosure.',
        });
      }
    }
    if (canonicalize(clear) !== canonicalize(expected)) {
      throw notAccepted('/data', 'concealed', {
        zh: '公开字段不能遮盖。',
        en: 'A public field may not be concealed.',
      });
    }
  }
}

function isValid({ validFrom, revokedFrom }: RegisteredKey): boolean {
  const now = Date.now();
  return validFrom.getTime() <= now && (revokedFrom === null || revokedFrom.getTime() > now);
}

function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function withoutDigests(value: JsonObject): JsonObject {
  const kept: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name !== '_sd') kept[name] = isJsonObject(member) ? withoutDigests(member) : member;
  }
  return kept;
}

function withoutFields(data: JsonObject, pointers: readonly string[]): JsonObject {
  return pointers.reduce((rest, pointer) => withoutField(rest, pointer.split('/').slice(1)), data);
}

function withoutField(data: JsonObject, path: readonly string[]): JsonObject {
  const [name, ...below] = path;
  if (name === undefined || !(name in data)) return data;
  const { [name]: member, ...rest } = data;
  if (below.length === 0) return rest;
  return isJsonObject(member) ? { ...rest, [name]: withoutField(member, below) } : data;
}

function valueAt(data: JsonObject, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = data;
  for (const name of pointer.split('/').slice(1)) value = isJsonObject(value) ? value[name] : undefined;
  return value;
}

function keyNotAccepted(): DomainError {
  const detail = {
    zh: '这把密钥没有为该组织登记，或者已经失效。',
    en: 'This key is not registered for the organization, or no longer valid.',
  };
  return new DomainError('key-not-accepted', detail, [{ pointer: '/kid', code: 'key', detail }]);
}

function notAccepted(pointer: string, code: string, detail: FieldFault['detail']): DomainError {
  return new DomainError('statement-not-accepted', detail, [{ pointer, code, detail }]);
}
