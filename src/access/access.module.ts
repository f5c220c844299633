import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessTokens } from './access-token.js';
import { AccountsService } from './accounts.service.js';
import { AccountsStore } from './accounts.store.js';
import { Actors } from './actors.js';
import { AuthController } from './auth.controller.js';
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
import { PasskeyCeremony } from './passkeys/ceremony.js';
import { PasskeysController } from './passkeys/passkeys.controller.js';
import { PasskeysService } from './passkeys/passkeys.service.js';
import { PasskeysStore } from './passkeys/passkeys.store.js';
import { RefreshTokensStore } from './refresh-tokens.store.js';
import { SessionsService } from './sessions.service.js';

/** Who may do what: accounts, sessions, and the guard in front of every route. */
@Global()
@Module({
  controllers: [AuthController, OAuthController, OidcController, PasskeysController],
  providers: [
    AccessTokens,
    AccountsService,
    AccountsStore,
    Actors,
    ClientsService,
    ClientsStore,
    IdentitiesStore,
    IdentityProvider,
    MachineActors,
    OidcService,
    PasskeyCeremony,
    PasskeysService,
    PasskeysStore,
    RefreshTokensStore,
    SessionsService,
    SignInFlows,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AccountsService, ClientsService],
})
export class AccessModule {}
