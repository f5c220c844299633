import { formatNote, type Note, type NoteSignature } from '../ledger/note.js';
import { isQuorum, type Policy } from '../ledger/policy.js';
import { type ProveConsistency, WitnessAhead, WitnessClient } from './witness-client.js';

/** A publication waits this long for its witnesses at most, in milliseconds; the next one asks again. */
const answerMsMax = 1_000;

/** What the witnesses answered: their cosignatures, and whether they are enough. */
export interface Witnessing {
  readonly signatures: readonly NoteSignature[];
  readonly quorum: boolean;
}

/** The witnesses of the log's policy (C2SP tlog-policy), asked together. */
export class WitnessSet {
  private readonly clients: readonly { readonly name: string; readonly client: WitnessClient }[];

  constructor(private readonly policy: Policy) {
    this.clients = policy.witnesses.flatMap(({ name, key, url }) =>
      url === null ? [] : [{ name, client: new WitnessClient({ url, key, timeoutMs: answerMsMax }) }],
    );
  }

  /** Whether any witness can be asked. */
  get isEmpty(): boolean {
    return this.clients.length === 0;
  }

  /**
   * Asks every witness to cosign a signed checkpoint; one that does not answer in time is left out.
   *
   * @throws WitnessAhead when one holds a larger tree, or one that is not a beginning of this one.
   */
  async cosign(note: Note, size: number, consistencyFrom: ProveConsistency): Promise<Witnessing> {
    const text = formatNote(note);
    const answers = await Promise.allSettled(
      this.clients.map(async ({ name, client }) => ({
        name,
        signature: await client.cosign(text, size, consistencyFrom),
      })),
    );
    const cosigned = answers.flatMap((answer) => {
      if (answer.status === 'fulfilled') return [answer.value];
      if (answer.reason instanceof WitnessAhead) throw answer.reason;
      return [];
    });
    return {
      signatures: cosigned.map(({ signature }) => signature),
      // A policy that asks for nobody is content with nothing; that is not a witnessed checkpoint.
      quorum: cosigned.length > 0 && isQuorum(this.policy, new Set(cosigned.map(({ name }) => name))),
    };
  }
}
