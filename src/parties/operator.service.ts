import { randomUUID } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config/config.js';
import { whileStarting } from '../http/while-starting.js';
import type { OrganizationRow } from './organizations.row.js';
import { OrganizationsStore } from './organizations.store.js';
import { Registrar } from './registrar.js';

/**
 * The event id of the operator's registration: fixed, so that its uniqueness in the database allows one operator only,
 * whoever starts first. Event ids are unique per chain; other services have theirs on other chains.
 */
const operatorEventId = '00000000-0000-7000-8000-000000000001';
/** GB/T 2260: the country. */
const wholeCountry = '100000';

/**
 * The organization that runs the service. It signs the registration of all others, and, as the root of that trust, its
 * own; its label key signs every label.
 */
@Injectable()
export class OperatorService implements OnApplicationBootstrap {
  private known: Promise<OrganizationRow> | null = null;

  constructor(
    private readonly store: OrganizationsStore,
    private readonly registrar: Registrar,
    private readonly config: Config,
  ) {}

  /** At start: a service without its keys is of no use to anyone. */
  async onApplicationBootstrap(): Promise<void> {
    await whileStarting(() => this.id());
  }

  /** The id of the operator's organization. */
  async id(): Promise<string> {
    return (await this.organization()).id;
  }

  /** The operator's organization; registered, with its keys, at the first call. */
  async organization(): Promise<OrganizationRow> {
    this.known ??= this.ensure();
    try {
      return await this.known;
    } catch (error) {
      this.known = null;
      throw error;
    }
  }

  private async ensure(): Promise<OrganizationRow> {
    const operator = (await this.store.findByRegistration(operatorEventId)) ?? (await this.insert());
    await this.registrar.complete(operator, operator.id);
    return operator;
  }

  private async insert(): Promise<OrganizationRow> {
    await this.store.insert({
      id: randomUUID(),
      registrationEventId: operatorEventId,
      kind: 'operator',
      name: this.config.publicHost,
      uscc: null,
      region: wholeCountry,
      parentId: null,
      createdAt: new Date(),
    });
    // Read back: another process may have been first.
    const operator = await this.store.findByRegistration(operatorEventId);
    if (operator === null) throw new Error('the operator organization could not be stored');
    return operator;
  }
}
