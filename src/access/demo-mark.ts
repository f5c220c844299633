import { Injectable, type OnModuleInit } from '@nestjs/common';
import { whileStarting } from '../http/while-starting.js';
import { AccountsStore } from './accounts.store.js';

/**
 * Whether the service holds what the demo loader made: every page says so. Known from the accounts that the loader
 * marked, so that it does not depend on a file; read at the start, and again when the loader is done.
 */
@Injectable()
export class DemoMark implements OnModuleInit {
  private present = false;

  constructor(private readonly accounts: AccountsStore) {}

  get isDemo(): boolean {
    return this.present;
  }

  async onModuleInit(): Promise<void> {
    await whileStarting(() => this.refresh());
  }

  /** Looks again. */
  async refresh(): Promise<void> {
    this.present = await this.accounts.hasDemo();
  }
}
