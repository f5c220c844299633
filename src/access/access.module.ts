import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessTokens } from './access-token.js';
import { AccountsService } from './accounts.service.js';
import { AccountsStore } from './accounts.store.js';
import { Actors } from './actors.js';
import { AuthController } from './auth.controller.js';
import { AccessGuard } from './guard.js';
import { RefreshTokensStore } from './refresh-tokens.store.js';
import { SessionsService } from './sessions.service.js';

/** Who may do what: accounts, sessions, and the guard in front of every route. */
@Global()
@Module({
  controllers: [AuthController],
  providers: [
    AccessTokens,
    AccountsService,
    AccountsStore,
    Actors,
    RefreshTokensStore,
    SessionsService,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AccountsService, Actors],
})
export class AccessModule {}
