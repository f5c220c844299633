import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FurrowClient, type KeyStore, type QueueStore } from '../../src/client/client.js';
import { createCooperative, type Cooperative } from '../support/cooperative.js';
import { harvest, harvestsOf, TestDevice, trustOf } from '../support/device.js';

let farm: Cooperative;
let trust: string;
const phone = { name: '3号地手机', kind: 'phone' } as const;

beforeAll(async () => {
  farm = await createCooperative();
  trust = await trustOf(farm);
});
afterAll(() => farm.service.close());

/** A process that dies at its nth step: what it did before stays, and nothing after that happens. */
class Mortal {
  private steps = 0;
  isDead = false;

  constructor(private readonly dies: number) {}

  /** Before a step, and after it: the step may be done and its outcome never be known. */
  async step<T>(work: () => Promise<T>): Promise<T> {
    await this.live();
    const done = await work();
    await this.live();
    return done;
  }

  private live(): Promise<void> {
    this.steps += 1;
    if (this.steps < this.dies) return Promise.resolve();
    this.isDead = true;
    // Whoever is dead does not go on, not even with an error.
    return new Promise(() => undefined);
  }

  queue(store: QueueStore): QueueStore {
    return {
      add: (item, attachments) => this.step(() => store.add(item, attachments)),
      replace: (item, from) => this.step(() => store.replace(item, from)),
      remove: (id, from) => this.step(() => store.remove(id, from)),
      list: () => this.step(() => store.list()),
      waiting: () => this.step(() => store.waiting()),
      attachment: (place) => this.step(() => store.attachment(place)),
      settle: (place) => this.step(() => store.settle(place)),
    };
  }

  keys(store: KeyStore): KeyStore {
    return {
      get: (slot) => this.step(() => store.get(slot)),
      put: (slot, key) => this.step(() => store.put(slot, key)),
      remove: (slot) => this.step(() => store.remove(slot)),
    };
  }

  readonly fetch: typeof fetch = (...request) => this.step(() => fetch(...request));

  /** Runs a life until its end, or until death. Answers whether it came to its end. */
  async lives(life: () => Promise<void>): Promise<boolean> {
    const ended = life().then(() => true);
    const died = (async () => {
      while (!this.isDead) await new Promise((resolve) => setTimeout(resolve, 2));
      return false;
    })();
    const isAlive = await Promise.race([ended, died]);
    this.isDead = true;
    return isAlive;
  }
}

function startMortal(device: TestDevice, mortal: Mortal): FurrowClient {
  return device.start({
    queue: mortal.queue(device.queue),
    keys: mortal.keys(device.keys),
    fetch: mortal.fetch,
  });
}

describe('a client that is killed at any step', () => {
  it('goes on where it was: what it kept is recorded once, in its order', async () => {
    const deaths: number[] = [];
    for (let dies = 1; ; dies += 1) {
      const device = new TestDevice(farm, trust);
      await device.start().enrol(phone);
      const batch = await farm.open();
      const mortal = new Mortal(dies);
      const client = startMortal(device, mortal);
      const survived = await mortal.lives(async () => {
        await client.tell(harvest(batch, 1));
        await client.tell(harvest(batch, 2));
        await client.send();
      });
      const kept = (await device.queue.list()).map(({ data }) => data['quantity']);
      const after = device.start();
      expect(await after.send(), `killed at step ${dies}`).toMatchObject({
        recorded: kept.length,
        waiting: 0,
        stopped: null,
      });
      const { kilograms } = await harvestsOf(farm, batch);
      expect(kilograms, `killed at step ${dies}`).toEqual([1, 2].slice(0, kept.length));
      if (survived) break;
      deaths.push(kept.length);
    }
    // Each number of statements was what had been kept at some death, and there were many different ones.
    expect(new Set(deaths)).toEqual(new Set([0, 1, 2]));
    expect(deaths.length).toBeGreaterThan(20);
  });

  it('enrols and replaces its key whatever was done before', async () => {
    let deaths = 0;
    for (let dies = 1; ; dies += 1) {
      const device = new TestDevice(farm, trust);
      const mortal = new Mortal(dies);
      const client = startMortal(device, mortal);
      const survived = await mortal.lives(async () => {
        await client.enrol(phone);
        await client.rotate(phone);
      });
      const after = device.start();
      if ((await device.keys.get('next')) === null) expect(await after.enrol(phone)).toBe('approved');
      else expect(await after.rotate(phone)).toBe('approved');
      await after.tell(harvest(await farm.open(), 1));
      expect(await after.send(), `killed at step ${dies}`).toMatchObject({ recorded: 1, stopped: null });
      if (survived) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(15);
  });
});
