import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { Config } from '../config/config.js';
import { AccessTokens } from './access-token.js';
import { AccountErasing } from './account-erasing.js';
import { AccountErasingStore } from './account-erasing.store.js';
import { AccountKeyFiles } from './account-key-files.js';
import { AccountKeys } from './account-keys.js';
import { AccountNames } from './account-names.js';
import { AccountsService } from './accounts.service.js';
import { AccountsStore } from './accounts.store.js';
import { Actors } from './actors.js';
import { AuthController } from './auth.controller.js';
import { DemoMark } from './demo-mark.js';
import { Devices } from './device-cookie.js';
import { AccessGuard } from './guard.js';
import { ClientsService } from './machines/clients.service.js';
import { ClientsStore } from './machines/clients.store.js';
import { MachineActors } from './machines/machine-actors.js';
import { OAuthController } from './machines/oauth.controller.js';
import { IdentitiesStore } from './oidc/identities.store.js';
import { OidcController } from './oidc/oidc.controller.js';
import { OidcService } from './oidc/oidc.service.js';
import { IdentityProvider } from './oidc/provider.js';
import { SignInFlows } from './oidc/sign-in-flow.js';
import { LinkHints } from './link-hints.js';
import { OneTimeLinks } from './one-time-links.service.js';
import { OneTimeLinksStore } from './one-time-links.store.js';
import { PasskeyCeremony } from './passkeys/ceremony.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { PasskeysService } from './passkeys/passkeys.service.js';
import { PasskeysStore } from './passkeys/passkeys.store.js';
import { RolesStore } from './roles.store.js';
import { SecondFactorsController } from './second-factors.controller.js';
import { SecondFactorsService } from './second-factors.service.js';
import { SecondFactorsStore } from './second-factors.store.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SessionsStore } from './sessions.store.js';
import { SignInChanges } from './sign-in-changes.js';
import { SignInService } from './sign-in.service.js';

/** Who may do what: accounts, sessions, and the guard in front of every route. */
@Global()
@Module({
  controllers: [
    AuthController,
    OAuthController,
    OidcController,
    PasskeysController,
    SecondFactorsController,
    SessionsController,
  ],
  providers: [
    AccessTokens,
    AccountErasing,
    AccountErasingStore,
    AccountKeys,
    AccountNames,
    AccountsService,
    AccountsStore,
    Actors,
    ClientsService,
    ClientsStore,
    DemoMark,
    Devices,
    IdentitiesStore,
    IdentityProvider,
    LinkHints,
    MachineActors,
    OidcService,
    OneTimeLinks,
    OneTimeLinksStore,
    PasskeyCeremony,
    PasskeysService,
    PasskeysStore,
    RolesStore,
    SecondFactorsService,
    SecondFactorsStore,
    SessionsService,
    SessionsStore,
    SignInChanges,
    SignInFlows,
    SignInService,
    {
      provide: AccountKeyFiles,
      inject: [Config],
      useFactory: ({ dataDir }: Config) => new AccountKeyFiles(join(dataDir, 'account-keys')),
    },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [
    AccountErasing,
    AccountKeys,
    AccountsService,
    Actors,
    ClientsService,
    DemoMark,
    Devices,
    OneTimeLinks,
    SecondFactorsService,
    SignInChanges,
    SignInService,
  ],
})
export class AccessModule {}
