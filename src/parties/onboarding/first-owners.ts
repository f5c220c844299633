import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AccountsService } from '../../access/accounts.service.js';
import type { Grant } from '../../access/actor.js';
import { Actors } from '../../access/actors.js';
import { requireUntoldPassword } from '../../access/new-password.js';
import type { NewCredentials } from '../credentials.dto.js';
import { PowerTraces } from '../power-traces.service.js';
import { ApplicationsStore, type ApplicationRow } from './applications.store.js';
import { applicationClosed } from './closed.js';
import { Enrolment } from './enrolment.js';

/** Gives an approved organization its first owner: whom the applicant names, once. */
@Injectable()
export class FirstOwners {
  constructor(
    private readonly store: ApplicationsStore,
    private readonly accounts: AccountsService,
    private readonly actors: Actors,
    private readonly traces: PowerTraces,
    private readonly enrolment: Enrolment,
  ) {}

  /** A new account. @throws DomainError `application-closed`, `login-taken`, `validation`. */
  async make(application: ApplicationRow, credentials: NewCredentials): Promise<void> {
    const { login, name, password } = credentials;
    requireUntoldPassword(login, password);
    await this.accounts.requireFree(login);
    // Named before it is made: whoever repeats this after a crash goes on with the same account.
    const id = await this.name(application, application.ownerId ?? randomUUID());
    if ((await this.accounts.namesOf([id])).size > 0) throw applicationClosed();
    const grants = [await this.grant(application, id)];
    await this.accounts.create({ id, login, name, password, grants });
  }

  /** An account that exists. @throws DomainError `application-closed`. */
  async appoint(application: ApplicationRow, accountId: string): Promise<void> {
    await this.name(application, accountId);
    const { organizationId } = application;
    // Who lost the role does not get it back by the secret.
    if (await this.accounts.hasEverHeld(accountId, { role: 'owner', organizationId, region: null }))
      throw applicationClosed();
    await this.accounts.addGrant(accountId, await this.grant(application, accountId));
    this.actors.forgetAccount(accountId);
  }

  private async name({ id }: ApplicationRow, accountId: string): Promise<string> {
    await this.store.own(id, accountId);
    if ((await this.store.findOwn(id))?.ownerId !== accountId) throw applicationClosed();
    return accountId;
  }

  /** The organization is registered completely, and the role stated, when this answers. */
  private async grant(application: ApplicationRow, accountId: string): Promise<Grant> {
    const organizationId = await this.enrolment.complete(application);
    const grant = { role: 'owner', organizationId, region: null } as const;
    await this.traces.changeRole(null, 'role-granted', accountId, grant);
    return grant;
  }
}
