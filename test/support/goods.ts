import { harvestOf, made, type Answer, type Caller, type Cooperative } from './cooperative.js';

/** Names an entry of a batch as statements do. */
export interface EntryOf {
  readonly batch: string;
  readonly seq: number;
  readonly leafHash: string;
}

export const kg = (value: string | number): { value: string; unit: string } => ({
  value: String(value),
  unit: 'KGM',
});

/** What goes into a step: the entry it builds on, and how much. */
export type Into = EntryOf & { readonly quantity: object };

/** A step that makes batches of batches. */
export interface StepOf {
  readonly inputs: readonly Into[];
  readonly outputs: readonly { readonly batch: string; readonly quantity: object }[];
  readonly losses?: readonly object[];
}

/** Records events in one account's name and names their entries. */
export class Goods {
  constructor(
    private readonly cooperative: Cooperative,
    private readonly caller: Caller = cooperative.owner,
  ) {}

  /** The answer to an event. */
  tell(batch: string, kind: string, data: object): Promise<Answer> {
    const occurredAt = new Date().toISOString();
    return this.caller.post(`/api/v1/batches/${batch}/events`, { kind, occurredAt, data });
  }

  /** The entry of an event that is recorded. */
  async record(batch: string, kind: string, data: object): Promise<EntryOf> {
    return entryOf(batch, await made(this.tell(batch, kind, data)));
  }

  /** A new batch with so many kilograms of harvest, by the entry of the harvest. */
  async grown(kilograms: number, lot?: string, mixing?: string): Promise<EntryOf> {
    const batch = await this.cooperative.open(lot, mixing);
    return this.record(batch, 'harvest', harvestOf(kilograms));
  }

  /** The answer to a step that is recorded on `home`. */
  step(home: string, { inputs, outputs, losses }: StepOf): Promise<Answer> {
    const lost = losses === undefined ? {} : { losses };
    return this.tell(home, 'processing', { process: 'mix', inputs, outputs, ...lost });
  }

  /** Takes kilograms of one batch into another and credits them there; answers the last entry on the latter's chain. */
  async pour(from: EntryOf, kilograms: number, into: string): Promise<EntryOf> {
    const step = await made(
      this.step(into, {
        inputs: [{ ...from, quantity: kg(kilograms) }],
        outputs: [{ batch: into, quantity: kg(kilograms) }],
      }),
    );
    return entryOf(into, step);
  }
}

export function entryOf(batch: string, { seq, leafHash }: Answer['body']): EntryOf {
  return { batch, seq: Number(seq), leafHash: String(leafHash) };
}

/** The faults of an answer, as `status pointer code`. */
export function faultsIn({ status, body }: Answer): string[] {
  return (body.errors ?? []).map(({ pointer, code }) => `${status} ${pointer} ${code}`);
}
