import { base64Encode, utf8Decode, utf8Encode } from '../ledger/bytes.js';
import { checkCosignature } from '../ledger/cosignature.js';
import { LedgerError } from '../ledger/errors.js';
import {
  noteSignaturesMax,
  type NoteSignature,
  parseNote,
  parseNoteLine,
  signaturesBy,
  type VerifierKey,
} from '../ledger/note.js';

/** A witness that the log asks for cosignatures. */
export interface WitnessOptions {
  /** Submission prefix, with or without a slash at its end. */
  readonly url: string;
  readonly key: VerifierKey;
  /** For everything that one checkpoint takes, retries included; 2 s unless told. */
  readonly timeoutMs?: number;
}

/** Proof from a smaller tree of the log, 1 ≤ fromSize < size, to the one to be cosigned. */
export type ProveConsistency = (fromSize: number) => Promise<readonly Uint8Array[]>;

/**
 * The witness holds a checkpoint of this log that ours does not continue: a larger one, or another history. The log was
 * restored from an old copy, or somebody signs in its name: nothing may be signed until a person has looked.
 */
export class WitnessAhead extends Error {
  override readonly name = 'WitnessAhead';

  constructor(
    readonly witness: string,
    readonly reason: 'larger' | 'inconsistent',
    /** Of the checkpoint that the witness cosigned. */
    readonly size: number,
  ) {
    super(
      `${witness} holds a checkpoint of size ${size} that is ${reason === 'larger' ? 'larger' : 'inconsistent'}`,
    );
  }
}

/** No cosignature this time, and nothing learnt about the log: unreachable, too slow, or not answering as a witness. */
export class WitnessUnavailable extends Error {
  override readonly name = 'WitnessUnavailable';
}

interface Answer {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

const timeoutMsUnlessTold = 2_000;
/** Room for cosignatures of several keys and kinds. */
const answerBytesMax = 16_384;
/** The first may be with a size that is out of date, the second if somebody submits at the same time. */
const triesMax = 3;
const sizeText = /^(0|[1-9]\d*)\n$/;

/** Asks one witness for cosignatures (C2SP tlog-witness, add-checkpoint) and remembers how far it is. */
export class WitnessClient {
  private readonly endpoint: string;
  private knownSize = 0;

  constructor(private readonly options: WitnessOptions) {
    this.endpoint = `${options.url.replace(/\/$/, '')}/add-checkpoint`;
  }

  /**
   * The witness's cosignature of a signed checkpoint of `size` leaves, verified.
   *
   * The size that the witness names is taken from it, the proof from us: it learns nothing else of the tree. Time and
   * length of the answers are bounded; the time that `prove` takes counts, but `prove` is not interrupted.
   *
   * @throws WitnessAhead, WitnessUnavailable.
   */
  async cosign(checkpoint: string, size: number, prove: ProveConsistency): Promise<NoteSignature> {
    const signal = AbortSignal.timeout(this.options.timeoutMs ?? timeoutMsUnlessTold);
    for (let tries = 0; tries < triesMax; tries += 1) {
      // Ours can be smaller than what was cosigned only if we lost something; the witness is asked, not our memory.
      const from = this.knownSize <= size ? this.knownSize : 0;
      const proof = from === 0 || from === size ? [] : await prove(from);
      const answer = await this.ask(`old ${from}\n${linesOf(proof)}\n${checkpoint}`, signal);
      if (answer.status === 200) {
        const cosignature = this.open(checkpoint, answer.text);
        this.knownSize = size;
        return cosignature;
      }
      if (answer.status === 422 && from > 0)
        throw new WitnessAhead(this.options.key.name, 'inconsistent', from);
      this.knownSize = this.readConflict(answer, from);
      if (this.knownSize > size) throw new WitnessAhead(this.options.key.name, 'larger', this.knownSize);
    }
    throw this.unavailable('the size it holds changes from answer to answer');
  }

  private async ask(body: string, signal: AbortSignal): Promise<Answer> {
    try {
      const response = await fetch(this.endpoint, { method: 'POST', body, redirect: 'error', signal });
      const text = utf8Decode(await readBounded(response));
      return { status: response.status, type: response.headers.get('content-type'), text };
    } catch (error) {
      throw this.unavailable(signal.aborted ? 'no answer in time' : 'no answer that can be read', error);
    }
  }

  /** Lines of other keys are passed over; every line of the witness's key must verify. */
  private open(checkpoint: string, text: string): NoteSignature {
    const note = { text: parseNote(utf8Encode(checkpoint)).text, signatures: this.parseLines(text) };
    const verdict = checkCosignature(note, this.options.key);
    const [cosignature] = signaturesBy(note, this.options.key);
    if ('code' in verdict) throw this.unavailable(verdict.message);
    if (!cosignature) throw this.unavailable('no cosignature');
    return cosignature;
  }

  private parseLines(text: string): NoteSignature[] {
    const lines = text.split('\n');
    if (lines.pop() !== '' || lines.length > noteSignaturesMax)
      throw this.unavailable('not lines of signatures');
    try {
      return lines.map(parseNoteLine);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      throw this.unavailable(error.message, error);
    }
  }

  private readConflict({ status, type, text }: Answer, asked: number): number {
    if (status !== 409) throw this.unavailable(`it answered ${status}`);
    const size = Number(sizeText.exec(text)?.[1] ?? Number.NaN);
    if (type !== 'text/x.tlog.size' || !Number.isSafeInteger(size) || size === asked) {
      throw this.unavailable('a conflict without another size');
    }
    return size;
  }

  private unavailable(reason: string, cause?: unknown): WitnessUnavailable {
    return new WitnessUnavailable(`${this.options.key.name}: ${reason}`, { cause });
  }
}

function linesOf(proof: readonly Uint8Array[]): string {
  return proof.map((hash) => `${base64Encode(hash)}\n`).join('');
}

/** The whole body; the connection is dropped as soon as it is too large. */
async function readBounded(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > answerBytesMax) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
