import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessesController } from './accesses.controller.js';
import { AccessesService } from './accesses.service.js';
import { Authorities } from './authorities.service.js';
import { BatchesModule } from '../batches/batches.module.js';
import { BreakGlassController } from './break-glass.controller.js';
import { BreakGlassService } from './break-glass.service.js';
import { BreakGlassStore } from './break-glass.store.js';
import { ClientsController } from './clients.controller.js';
import { CompletenessService } from './completeness.service.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsService } from './invitations.service.js';
import { KeyEnrolmentsController } from './key-enrolments.controller.js';
import { KeyEnrolments } from './key-enrolments.service.js';
import { KeyEnrolmentsStore } from './key-enrolments.store.js';
import { HouseholdPhones } from './household-phone.js';
import { KeyEntries } from './key-entries.js';
import { KeyHolders } from './key-holders.service.js';
import { HeldKeys } from './held-keys.service.js';
import { KeySet } from './key-set.js';
import { KeySetController } from './key-set.controller.js';
import { KeyStatements } from './key-statements.service.js';
import { KeysController } from './keys.controller.js';
import { KeysService } from './keys.service.js';
import { KeysStore } from './keys.store.js';
import { LabelKeysController } from './label-keys.controller.js';
import { LabelKeysService } from './label-keys.service.js';
import { LogEndStatement } from './log-end.service.js';
import { LogLookGuard } from './log-look.guard.js';
import { MembersController } from './members.controller.js';
import { MembersService } from './members.service.js';
import { MembersStore } from './members.store.js';
import { ApplicationsController } from './onboarding/applications.controller.js';
import { ApplicationsService } from './onboarding/applications.service.js';
import { ApplicationsStore } from './onboarding/applications.store.js';
import { DecisionsController } from './onboarding/decisions.controller.js';
import { DecisionsService } from './onboarding/decisions.service.js';
import { Enrolment } from './onboarding/enrolment.js';
import { FirstOwners } from './onboarding/first-owners.js';
import { SealedParts } from './onboarding/sealed-parts.js';
import { OfficialSignIns } from './official-sign-ins.js';
import { ColleaguesController } from './colleagues.controller.js';
import { OfficialsController } from './officials.controller.js';
import { OfficialsService } from './officials.service.js';
import { OfficialsStore } from './officials.store.js';
import { OperatorService } from './operator.service.js';
import { OrganizationClients } from './organization-clients.service.js';
import { OrganizationChain } from './organization-chain.js';
import { OrganizationsController } from './organizations.controller.js';
import { PeopleController } from './people.controller.js';
import { PeopleService } from './people.service.js';
import { PeopleStore } from './people.store.js';
import { OrganizationRow } from './organizations.row.js';
import { OrganizationsService } from './organizations.service.js';
import { OrganizationsStore } from './organizations.store.js';
import { PasswordResetLinks } from './password-reset-links.service.js';
import { PasswordResetsController } from './password-resets.controller.js';
import { PasswordResetsService } from './password-resets.service.js';
import { ParticipantKeys } from './participant-keys.service.js';
import { ProductsController } from './products.controller.js';
import { OrganizationContacts } from './contacts.service.js';
import { ProductsService } from './products.service.js';
import { ProductsStore } from './products.store.js';
import { Oversight } from './oversight.service.js';
import { PowerTraces } from './power-traces.service.js';
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
  imports: [BatchesModule],
  controllers: [
    ClientsController,
    InvitationsController,
    AccessesController,
    ApplicationsController,
    DecisionsController,
    BreakGlassController,
    KeyEnrolmentsController,
    KeySetController,
    KeysController,
    LabelKeysController,
    MembersController,
    ColleaguesController,
    OfficialsController,
    OrganizationsController,
    PasswordResetsController,
    PeopleController,
    ProductsController,
    SitesController,
    TrustFileController,
  ],
  providers: [
    { provide: APP_GUARD, useClass: LogLookGuard },
    AccessesService,
    ApplicationsService,
    ApplicationsStore,
    Authorities,
    DecisionsService,
    Enrolment,
    FirstOwners,
    SealedParts,
    BreakGlassService,
    BreakGlassStore,
    CompletenessService,
    InvitationsService,
    KeyEnrolments,
    KeyEnrolmentsStore,
    HouseholdPhones,
    KeyEntries,
    KeyHolders,
    HeldKeys,
    KeySet,
    KeyStatements,
    KeysService,
    KeysStore,
    LabelKeysService,
    LogEndStatement,
    MembersService,
    MembersStore,
    OfficialSignIns,
    OfficialsService,
    OfficialsStore,
    OperatorService,
    OrganizationChain,
    OrganizationClients,
    OrganizationContacts,
    OrganizationsService,
    OrganizationsStore,
    PasswordResetLinks,
    PasswordResetsService,
    Oversight,
    PowerTraces,
    ParticipantKeys,
    PeopleService,
    PeopleStore,
    ProductsService,
    ProductsStore,
    Registrar,
    SitesService,
    SitesStore,
    TrustFile,
  ],
  exports: [
    Authorities,
    KeyEntries,
    KeyHolders,
    MembersService,
    OfficialsService,
    OperatorService,
    OrganizationChain,
    OrganizationContacts,
    OrganizationsService,
    Oversight,
    PeopleService,
    PowerTraces,
    ProductsService,
    SitesService,
    TrustFile,
  ],
})
export class PartiesModule {}
