import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Actors } from '../access/actors.js';
import { SignInChanges, type SignInChange } from '../access/sign-in-changes.js';
import { PowerTraces } from './power-traces.service.js';
import { isPowerful } from './standing.js';

/**
 * States on the operator's chain what admins, regulators and inspectors change about their own means of signing in: who
 * has one of them has their power. What others change about their own is theirs alone.
 */
@Injectable()
export class OfficialSignIns implements OnModuleInit {
  constructor(
    private readonly changes: SignInChanges,
    private readonly actors: Actors,
    private readonly traces: PowerTraces,
  ) {}

  onModuleInit(): void {
    this.changes.heardBy((accountId, change) => this.state(accountId, change));
  }

  /** @throws DomainError `unavailable`, `ambiguous`, `log-behind`: nothing may be changed then. */
  private async state(accountId: string, act: SignInChange): Promise<void> {
    const actor = await this.actors.ofAccount(accountId);
    if (actor !== null && isPowerful(actor)) await this.traces.use(actor, { organizationId: null, act });
  }
}
