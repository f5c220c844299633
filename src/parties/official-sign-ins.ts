import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor, Role } from '../access/actor.js';
import { Actors } from '../access/actors.js';
import { SignInChanges, type SignInChange } from '../access/sign-in-changes.js';
import { PowerTraces } from './power-traces.service.js';

/** Roles that reach beyond one organization and see, or decide about, what is not public there. */
const powerfulRoles: readonly Role[] = ['admin', 'regulator', 'inspector'];

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

function isPowerful({ grants }: Actor): boolean {
  return grants.some(({ role, organizationId }) => organizationId === null && powerfulRoles.includes(role));
}
