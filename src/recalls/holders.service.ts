import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { scopeOf } from '../access/authorize.js';
import { inTurn } from '../events/in-turn.js';
import { OrganizationContacts } from '../parties/contacts.service.js';
import { Oversight } from '../parties/oversight.service.js';
import { countyOf } from '../scan/standing.js';
import { deliveryOf } from './notices.service.js';
import { NoticesStore, type Notice } from './notices.store.js';
import type { Reached } from './reach.service.js';
import type { ContactDto, HolderDto } from './holders.dto.js';
import type { RecallTotalsDto } from './recall-list.dto.js';
import { grouped } from './grouped.js';
import type { Recall } from './recall-reader.js';

interface Holders {
  readonly listed: HolderDto[];
  readonly counts: Pick<RecallTotalsDto, 'holders' | 'counties' | 'places' | 'unacknowledged'>;
}

/** Who holds what a recall reaches, how to reach them, and whether they were told and answered. */
@Injectable()
export class HoldersService {
  constructor(
    private readonly notices: NoticesStore,
    private readonly oversight: Oversight,
    private readonly contacts: OrganizationContacts,
  ) {}

  /** The holders of the listed batches, and counts of all. A look of an authority at a contact is traced before. */
  async of(
    actor: Actor,
    { id, issuerId }: Recall,
    reached: readonly Reached[],
    listed: readonly Reached[],
  ): Promise<Holders> {
    const notices = await this.notices.ofRecall(id, issuerId);
    const byHolder = [...grouped(listed, ({ organizationId }) => organizationId).entries()];
    const holders = await inTurn(byHolder, async ([organization, batches]): Promise<HolderDto> => {
      return {
        organization,
        name: batches[0]?.holder ?? organization,
        region: batches[0]?.region ?? '',
        places: placesOf(batches),
        batches: batches.length,
        contact: await this.contactOf(actor, organization, id),
        notices: notices.filter(({ organizationId }) => organizationId === organization).map(deliveryOf),
      };
    });
    const counts = {
      holders: new Set(reached.map(({ organizationId }) => organizationId)).size,
      counties: [...new Set(reached.map(({ region }) => region))].sort(),
      places: placesOf(reached),
      unacknowledged: openHolders(notices).size,
    };
    return { listed: holders, counts };
  }

  private async contactOf(
    actor: Actor,
    organizationId: string,
    recallId: string,
  ): Promise<ContactDto | null> {
    if (!(await this.oversight.looksAtRecall(actor, organizationId, recallId))) return null;
    return this.contacts.of(scopeOf(actor), organizationId);
  }
}

/** Where batches are, to the county as the public reads it. */
function placesOf(batches: readonly Reached[]): string[] {
  return [...new Set(batches.map(({ publicPlace }) => countyOf(publicPlace)))].sort();
}

function openHolders(notices: readonly Notice[]): Set<string> {
  return new Set(notices.flatMap((one) => (one.acknowledgedAtMs === null ? [one.organizationId] : [])));
}
