import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { organizationsOf } from '../access/authorize.js';
import { BatchesService } from '../batches/batches.service.js';
import { Oversight } from '../parties/oversight.service.js';
import { say, type Language } from '../gs1/words.js';
import { base64urlEncode } from '../ledger/bytes.js';
import { pageOf, type Page } from '../http/paging.js';
import type { JsonObject } from '../ledger/json.js';
import { ChainReader, type TimelineEntry } from './chain-reader.js';
import { KeyHolders } from '../parties/key-holders.service.js';
import { memberRoles } from '../parties/scope.js';
import type { ListedEventDto, SigningDevice } from './events.dto.js';
import { findKind } from './kinds/registry.js';

/** Lists what was recorded on a batch, for its members and for regulators of its region. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly batches: BatchesService,
    private readonly chains: ChainReader,
    private readonly oversight: Oversight,
    private readonly holders: KeyHolders,
  ) {}

  /**
   * Entries after `after`, oldest first, with the private fields for those who see them now; a look by power is traced
   * before it is answered. With the device that signed, where it is of a member of the reader's own organization.
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
    const sight = (await this.oversight.admitsToBatch(actor, batch)) ? 'all' : 'public';
    const entries = await this.chains.read(chain, sight, after, limit + 1);
    const devices = await this.devices(actor, entries);
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
      findings: null,
      issuer: entry.statement.payload.iss,
      data: entry.data,
      sentence: sentenceOf(entry, entry.data, language),
    });
    return pageOf(entries, limit, ({ seq }) => String(seq), toItem);
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
      for (const holder of (await this.holders.of(organizationId, [...kids])).values()) {
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
