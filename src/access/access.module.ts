import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessTokens } from './access-token.js';
import { AccountsService } from './accounts.service.js';
import { AccountsStore } from './accounts.store.js';
import { Actors } from './actors.js';
import { AuthController } from './auth.controller.js';
import { AccessGuard } from './guard.js';
import { Devices } from './device-cookie.js';
import { OneTimeLinks } from './one-time-links.service.js';
import { OneTimeLinksStore } from './one-time-links.store.js';
import { SecondFactorsController } from './second-factors.controller.js';
import { SecondFactorsService } from './second-factors.service.js';
import { SecondFactorsStore } from './second-factors.store.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { SessionsStore } from './sessions.store.js';
import { SignInService } from './sign-in.service.js';

/** Who may do what: accounts, sessions, and the guard in front of every route. */
@Global()
@Module({
  controllers: [AuthController, SecondFactorsController, SessionsController],
  providers: [
    AccessTokens,
    AccountsService,
    AccountsStore,
    Actors,
    Devices,
    OneTimeLinks,
    OneTimeLinksStore,
    SecondFactorsService,
    SecondFactorsStore,
    SessionsService,
    SessionsStore,
    SignInService,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AccountsService, Actors, Devices, OneTimeLinks, SecondFactorsService],
})
export class AccessModule {}
