import { request } from 'node:https';
import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { gatedLookup, hostOf, isAllowedAddress, RefusedAddress } from './address-gate.js';
import { signedHeaders } from './webhook-signature.js';

/** A receiver has so long to answer the head of its reply; its body is not read. */
const answerMsMax = 5_000;

/** A message on its way. */
export interface Message {
  readonly url: string;
  readonly secret: string;
  readonly id: string;
  readonly body: string;
}

/** What came of it: `outcome` is for people, `http 204` or why it could not be sent. */
export interface SendResult {
  readonly isTaken: boolean;
  /** The receiver wants no more of it. */
  readonly isGone: boolean;
  readonly outcome: string;
}

/** Sends signed messages to addresses that others chose: https only, to allowed addresses, no redirect, bounded. */
@Injectable()
export class WebhookSender {
  constructor(private readonly config: Config) {}

  /** Sends once; never throws. */
  async send(message: Message): Promise<SendResult> {
    try {
      const status = await this.post(message);
      const isTaken = status >= 200 && status < 300;
      return { isTaken, isGone: status === 410, outcome: `http ${status}` };
    } catch (error) {
      return { isTaken: false, isGone: false, outcome: reasonOf(error) };
    }
  }

  private post({ url: text, secret, id, body }: Message): Promise<number> {
    const url = new URL(text);
    const networks = this.config.webhookNetworks;
    // A literal address is connected to without being looked up.
    if (isIP(hostOf(url)) !== 0 && !isAllowedAddress(hostOf(url), networks))
      return Promise.reject(new RefusedAddress());
    return new Promise((resolve, reject) => {
      const sent = request(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'furrow',
          connection: 'close',
          ...signedHeaders(secret, { id, atMs: Date.now(), body }),
        },
        lookup: gatedLookup(networks),
        signal: AbortSignal.timeout(answerMsMax),
      });
      sent.on('response', (answer) => {
        resolve(answer.statusCode ?? 0);
        answer.destroy();
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

/** In few words that tell nothing of what answered. */
function reasonOf(error: unknown): string {
  if (error instanceof RefusedAddress) return 'address not allowed';
  if (error instanceof Error && error.name === 'AbortError') return 'no answer';
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
  return code === 'ABORT_ERR' || code === 'ETIMEDOUT' ? 'no answer' : code.slice(0, 60);
}
