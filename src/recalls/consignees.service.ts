import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { BatchesService } from '../batches/batches.service.js';
import { ChainReader } from '../events/chain-reader.js';
import { inTurn } from '../events/in-turn.js';
import type { ShipmentData } from '../events/kinds/shipment.js';
import { PartyFacts } from '../parties/facts.js';
import type { ConsigneeDto } from './recall-list.dto.js';
import type { Reached, Sent } from './reach.service.js';

/** So many consignees outside the ledger are told by their names. */
const namedMax = 500;

/** To whom batches were shipped. */
@Injectable()
export class Consignees {
  constructor(
    private readonly chains: ChainReader,
    private readonly batches: BatchesService,
    private readonly parties: PartyFacts,
  ) {}

  /**
   * The consignee of each shipment, in order. Who is outside the ledger is told to the shipper's own side and to the
   * authorities of its region, whose look is traced (`Showings`).
   */
  async of(actor: Actor, batches: readonly Reached[], sent: readonly Sent[]): Promise<ConsigneeDto[]> {
    const outside = sent.filter(({ consignee }) => consignee === null);
    const shown = new Set(outside.slice(0, namedMax));
    return inTurn(sent, async (shipment) => {
      const { consignee } = shipment;
      if (consignee !== null) {
        const name = (await this.parties.organization(consignee))?.name ?? null;
        return { organization: consignee, name, contact: null };
      }
      const batch = batches.find(({ id }) => id === shipment.batch);
      const party =
        batch === undefined || !shown.has(shipment) ? null : await this.party(actor, batch, shipment);
      return { organization: null, name: party?.name ?? null, contact: party?.contact ?? null };
    });
  }

  /** As the shipment says now, its latest correction applied. */
  private async party(actor: Actor, { id, organizationId }: Reached, { seq }: Sent) {
    const chain = { organizationId, chainId: id };
    const latest = (await this.batches.latestCorrections(chain, [seq])).get(seq) ?? seq;
    const [entry] = await this.chains.read(chain, actor, latest - 1, 1);
    const data = latest === seq ? entry?.data : entry?.data['data'];
    return (data as unknown as ShipmentData | undefined)?.consignee.party ?? null;
  }
}
