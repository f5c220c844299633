import { DomainError } from '../http/problems.js';
import { base64urlEncode, utf8Encode } from '../ledger/bytes.js';
import { encodeReceiptParts } from '../ledger/receipt.js';
import type { LogKey } from './log-key.js';

/** From recording to a signed checkpoint at most (promises.md P12), in milliseconds. */
export const mergeDelayMaxMs = 60_000;

/**
 * The log's promise for one entry (ledger.md §4): a compact JWS by the log key over the entry's leaf hash, the log and
 * the latest time of inclusion. Whoever holds it can show that the log broke its word, or that it lost its memory.
 *
 * What it says follows from what is stored, and Ed25519 signs the same bytes alike: a repeated event gets the same
 * receipt.
 */
export class Receipts {
  constructor(
    private readonly key: LogKey,
    private readonly origin: string,
  ) {}

  /**
   * The receipt of an entry that was recorded at `recordedAtMs`.
   *
   * @throws DomainError `ambiguous` while the key's token does not answer: the entry stands, and repeating the event
   * gets its receipt.
   */
  async issue(leafHash: Uint8Array, recordedAtMs: number): Promise<string> {
    const includedBy = new Date(recordedAtMs + mergeDelayMaxMs).toISOString();
    const { kid } = this.key.verifier.key;
    const input = encodeReceiptParts(kid, { log: this.origin, leafHash, includedBy });
    return `${input}.${base64urlEncode(await this.sign(utf8Encode(input)))}`;
  }

  private async sign(input: Uint8Array): Promise<Uint8Array> {
    try {
      return await this.key.sign(input);
    } catch (error) {
      if (error instanceof DomainError && error.slug === 'unavailable') throw unsigned();
      throw error;
    }
  }
}

function unsigned(): DomainError {
  return new DomainError('ambiguous', {
    zh: '已记录，但签名设备暂时不可用，收据尚未签出；请用同一个事件编号再次发送。',
    en: 'It is recorded, but the signing device is briefly unavailable: send it again under the same event id for its receipt.',
  });
}
