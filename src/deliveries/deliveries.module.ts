import { Module } from '@nestjs/common';
import { BatchesModule } from '../batches/batches.module.js';
import { EventsModule } from '../events/events.module.js';
import { PartiesModule } from '../parties/parties.module.js';
import { ConfirmationController } from './confirmation.controller.js';
import { ConfirmationPages } from './confirmation-pages.service.js';
import { Confirmations } from './confirmations.service.js';
import { DeliveryNotesController } from './delivery-notes.controller.js';
import { DeliveryNotes } from './delivery-notes.service.js';
import { DeliveryNotesStore } from './delivery-notes.store.js';
import { HeldNotes } from './held-notes.service.js';
import { PartnersController } from './partners.controller.js';
import { Partners } from './partners.service.js';
import { ShipmentLists } from './shipment-lists.service.js';
import { ShipmentTeller } from './shipment-teller.service.js';
import { ShipmentsController } from './shipments.controller.js';

/** Two-sided handover: delivery notes, what their codes confirm, and what nobody has confirmed. */
@Module({
  imports: [BatchesModule, EventsModule, PartiesModule],
  controllers: [ShipmentsController, PartnersController, DeliveryNotesController, ConfirmationController],
  providers: [
    ConfirmationPages,
    Confirmations,
    DeliveryNotes,
    DeliveryNotesStore,
    HeldNotes,
    Partners,
    ShipmentLists,
    ShipmentTeller,
  ],
})
export class DeliveriesModule {}
