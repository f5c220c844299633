import {
  FurrowClient,
  MemoryKeyStore,
  MemoryQueueStore,
  type ClientOptions,
  type Pace,
  type QueueItem,
  type Telling,
} from '../../src/client/client.js';
import type { JsonObject } from '../../src/ledger/json.js';
import { harvestOf, type Caller, type Cooperative } from './cooperative.js';

/** A member's device: what it keeps outlives its clients, which are made anew from it as after a restart. */
export class TestDevice {
  readonly keys = new MemoryKeyStore();
  readonly queue = new MemoryQueueStore();
  /** How long the client wanted to wait between tries, in milliseconds; it did not. */
  readonly pauses: number[] = [];

  constructor(
    private readonly farm: Cooperative,
    private readonly trust: string,
    private readonly member: Caller = farm.owner,
  ) {}

  /** A client that has just started. */
  start(changes: Partial<ClientOptions> = {}): FurrowClient {
    const pace: Pace = {
      pause: (ms) => {
        this.pauses.push(ms);
        return Promise.resolve();
      },
      random: () => 0.5,
    };
    const token = (this.member.credentials['authorization'] ?? '').replace('Bearer ', '');
    return new FurrowClient({
      url: this.farm.service.url,
      organizationId: this.farm.organizationId,
      tokens: { token: () => Promise.resolve(token), renew: () => Promise.resolve(null) },
      keys: this.keys,
      queue: this.queue,
      trust: this.trust,
      pace,
      ...changes,
    });
  }

  /** What of its statements is in a state, in order. */
  async states(): Promise<QueueItem['state'][]> {
    return (await this.queue.list()).map(({ state }) => state);
  }
}

/** The service's trust file, taken once. */
export async function trustOf(farm: Cooperative): Promise<string> {
  return (await fetch(`${farm.service.url}/.well-known/furrow/trust.json`)).text();
}

/** A harvest of so many kilograms, with somebody's name in it. */
export function harvest(batch: string, kilograms: number): Telling {
  const data = { ...(harvestOf(kilograms) as JsonObject), operator: 'member:0007' };
  return { batch, kind: 'harvest', data };
}

/** The kilograms of the harvests of a batch, as its chain has them, and who signed each. */
export async function harvestsOf(
  farm: Cooperative,
  batch: string,
): Promise<{ readonly kilograms: number[]; readonly signers: Set<unknown> }> {
  const answer = await farm.owner.get(`/api/v1/batches/${batch}/events?limit=200`);
  const items = answer.body['items'] as {
    kind: string;
    signer: string;
    data: { quantity: { value: string } };
  }[];
  const harvests = items.filter(({ kind }) => kind === 'harvest');
  return {
    kilograms: harvests.map(({ data }) => Number(data.quantity.value)),
    signers: new Set(harvests.map(({ signer }) => signer)),
  };
}
