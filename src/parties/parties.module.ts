import { Module } from '@nestjs/common';
import { CompletenessService } from './completeness.service.js';
import { KeyEntries } from './key-entries.js';
import { HeldKeys } from './held-keys.service.js';
import { KeySet } from './key-set.js';
import { KeySetController } from './key-set.controller.js';
import { KeyStatements } from './key-statements.service.js';
import { KeysController } from './keys.controller.js';
import { KeysService } from './keys.service.js';
import { KeysStore } from './keys.store.js';
import { LabelKeysController } from './label-keys.controller.js';
import { LabelKeysService } from './label-keys.service.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';
import { MembersStore } from './members.store.js';
import { OfficialsController } from './officials.controller.js';
import { OfficialsService } from './officials.service.js';
import { OfficialsStore } from './officials.store.js';
import { OperatorService } from './operator.service.js';
import { OrganizationChain } from './organization-chain.js';
import { OrganizationsController } from './organizations.controller.js';
import { OrganizationRow } from './organizations.row.js';
import { OrganizationsService } from './organizations.service.js';
import { OrganizationsStore } from './organizations.store.js';
import { ProductsController } from './products.controller.js';
import { ProductsService } from './products.service.js';
import { ProductsStore } from './products.store.js';
import { Registrar } from './registrar.js';
import { SitesController } from './sites.controller.js';
import { SitesService } from './sites.service.js';
import { SitesStore } from './sites.store.js';
import { TrustFile } from './trust-file.js';
import { TrustFileController } from './trust-file.controller.js';

/** The row classes of this feature, for `Database.connect`. */
export const partyRows = [OrganizationRow];

/** Who takes part, and with what: organizations, their keys, members, sites and products. */
@Module({
  controllers: [
    KeySetController,
    KeysController,
    LabelKeysController,
    MembersController,
    OfficialsController,
    OrganizationsController,
    ProductsController,
    SitesController,
    TrustFileController,
  ],
  providers: [
    CompletenessService,
    KeyEntries,
    HeldKeys,
    KeySet,
    KeyStatements,
    KeysService,
    KeysStore,
    LabelKeysService,
    MembersService,
    MembersStore,
    OfficialsService,
    OfficialsStore,
    OperatorService,
    OrganizationChain,
    OrganizationsService,
    OrganizationsStore,
    ProductsService,
    ProductsStore,
    Registrar,
    SitesService,
    SitesStore,
    TrustFile,
  ],
  exports: [KeyEntries, MembersService, OperatorService, OrganizationsService, ProductsService, SitesService],
})
export class PartiesModule {}
