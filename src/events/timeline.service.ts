import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { organizationsOf, scopeOf } from '../access/authorize.js';
import { BatchesService } from '../batches/batches.service.js';
import { say, type Language } from '../gs1/words.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { PeopleService } from '../parties/people.service.js';
import { pageOf, type Page } from '../http/paging.js';
import type { JsonObject } from '../ledger/json.js';
import { ChainReader, type TimelineEntry } from './chain-reader.js';
import { KeyHolders } from '../parties/key-holders.service.js';
import { memberRoles } from '../parties/scope.js';
import type { ListedEventDto, SigningDevice } from './events.dto.js';
import { findKind } from './kinds/registry.js';
import { TimelineMarks } from './timeline-marks.service.js';

/** Lists what was recorded on a batch, for its members and for regulators of its region. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly batches: BatchesService,
    private readonly chains: ChainReader,
    private readonly people: PeopleService,
    private readonly holders: KeyHolders,
    private readonly marks: TimelineMarks,
  ) {}

  /**
   * Entries after `after`, oldest first, with what this reader may see, and the device that signed, where it is of a
   * member of the reader's own organization. A look by power is traced before it is answered.
   *
   * @throws DomainError `not-found`; `unavailable`, `ambiguous` when the look cannot be recorded.
   */
  async list(
    actor: Actor,
    batchId: string,
    after: number,
    limit: number,
    language: Language,
  ): Promise<Page<ListedEventDto>> {
    const batch = await this.batches.require(actor, batchId);
    const chain = { organizationId: batch.organizationId, chainId: batch.id };
    const entries = await this.chains.read(chain, actor, after, limit + 1);
    const names = await this.namesIn(actor, batch.organizationId, entries);
    const devices = await this.devices(actor, entries);
    const marksOf = await this.marks.of(actor, batch, entries, language);
    const toItem = (entry: TimelineEntry): ListedEventDto => ({
      id: entry.stored.eventId,
      batch: batchId,
      seq: entry.seq,
      kind: entry.kind,
      occurredAt: entry.statement.payload.occurredAt,
      recordedAt: entry.recordedAt,
      leafHash: base64urlEncode(entry.leafHash),
      signer: entry.signer,
      device: devices.get(entry.statement.header.kid) ?? null,
      issuer: entry.statement.payload.iss,
      data: entry.data,
      withheld: entry.withheld.map(({ field, reason, visibleTo }) => ({
        field,
        reason,
        visibleTo: [...visibleTo],
      })),
      people: entry.people.flatMap(({ field, person, seen }) =>
        seen ? [{ field, person, name: names.get(person) ?? null }] : [],
      ),
      sentence: sentenceOf(entry, entry.data, language),
      ...marksOf(entry.seq),
    });
    return pageOf(entries, limit, ({ seq }) => String(seq), toItem);
  }

  /** The names of the people whom fields that the reader sees name. */
  private async namesIn(
    actor: Actor,
    organizationId: string,
    entries: readonly TimelineEntry[],
  ): Promise<ReadonlyMap<string, string>> {
    const people = entries.flatMap((entry) =>
      entry.people.flatMap(({ person, seen }) => (seen ? [person] : [])),
    );
    const names = new Map<string, string>();
    for (const personId of new Set(people)) {
      const known = await this.people.known({ organizationId, personId }, scopeOf(actor));
      if (known !== null) names.set(personId, known.name);
    }
    return names;
  }

  /** By thumbprint, the devices that signed in the name of organizations that the reader is a member of. */
  private async devices(
    actor: Actor,
    entries: readonly TimelineEntry[],
  ): Promise<ReadonlyMap<string, SigningDevice>> {
    const devices = new Map<string, SigningDevice>();
    for (const organizationId of organizationsOf(actor, memberRoles)) {
      const own = entries.filter(({ statement }) => statement.payload.iss === `org/${organizationId}`);
      const kids = new Set(own.filter(isOwnKey).map(({ statement }) => statement.header.kid));
      for (const holder of (
        await this.holders.of(scopeOf(actor, memberRoles), organizationId, [...kids])
      ).values()) {
        const { kid, name, role, deviceName, deviceKind } = holder;
        devices.set(kid, { kid, name: deviceName, kind: deviceKind, holder: { name, role } });
      }
    }
    return devices;
  }
}

function isOwnKey({ signer }: TimelineEntry): boolean {
  return signer === 'participant';
}

/** How an entry reads; the name of the kind for data a later release made. */
export function sentenceOf(entry: Pick<TimelineEntry, 'kind'>, data: JsonObject, language: Language): string {
  const kind = findKind(entry.kind);
  return kind === undefined ? entry.kind : kind.sentence(data, language);
}

/** The name of an entry's kind in the reader's language. */
export function titleOf(kind: string, language: Language): string {
  const found = findKind(kind);
  return found === undefined ? kind : say(found.words, language);
}
