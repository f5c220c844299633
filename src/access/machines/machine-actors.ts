import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { MachineClaims } from '../access-token.js';
import type { Actor } from '../actor.js';
import { actorStaleMsMax } from '../actors.js';
import { ClientsStore, type Client } from './clients.store.js';

const clientsMax = 10_000;

/** For whom the token of a machine speaks, as the database has its client, remembered for `actorStaleMsMax`. */
@Injectable()
export class MachineActors {
  private readonly known: LRUCache<string, Client>;

  constructor(store: ClientsStore) {
    this.known = new LRUCache<string, Client>({
      max: clientsMax,
      ttl: actorStaleMsMax,
      // One that is crowded out while it is asked for is answered all the same.
      ignoreFetchAbort: true,
      fetchMethod: async (id) => (await store.find(id, new Date())) ?? undefined,
    });
  }

  /**
   * A recorder of the client's organization, within the scopes that the token has and the client still has. Null when
   * the client was revoked or has expired.
   */
  async find(claims: MachineClaims): Promise<Actor | null> {
    const client = await this.known.fetch(claims.clientId);
    if (client === undefined) return null;
    return {
      accountId: client.id,
      login: client.name,
      grants: [{ role: 'recorder', organizationId: client.organizationId, region: null }],
      scopes: client.scopes.filter((scope) => claims.scopes.includes(scope)),
      strong: false,
    };
  }
}
