import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { addressKey } from './client-address.js';
import { consume } from './rate-limit.guard.js';

/** Failed sign-ins within `windowS`: of one login from one address, and of one address over all logins. */
export const loginFailuresMax = 10;
export const addressFailuresMax = 100;
const windowS = 900;

/** A sign-in that was counted as a failure until it says otherwise. */
export interface LoginAttempt {
  succeeded(): Promise<void>;
  /** Nothing was learned of the password: the attempt does not count. */
  withdrawn(): Promise<void>;
}

/**
 * Slows guessing down. Counts belong to an address, never to a login alone: whoever guesses at somebody's password
 * locks out his own address and not the owner. In memory of this process; an attempt counts before the password is
 * looked at, so that parallel guesses count too.
 */
@Injectable()
export class LoginLimits {
  private readonly perLogin = new RateLimiterMemory({ points: loginFailuresMax, duration: windowS });
  private readonly perAddress = new RateLimiterMemory({ points: addressFailuresMax, duration: windowS });

  /** @throws DomainError `rate-limited` with the seconds to wait. */
  async begin(login: string, address: string): Promise<LoginAttempt> {
    const client = addressKey(address);
    const pair = createHash('sha256').update(`${client} ${login}`).digest('base64');
    await consume(this.perAddress, client);
    await consume(this.perLogin, pair);
    return {
      succeeded: async () => {
        await Promise.all([this.perLogin.delete(pair), this.perAddress.reward(client, 1)]);
      },
      withdrawn: async () => {
        await Promise.all([this.perLogin.reward(pair, 1), this.perAddress.reward(client, 1)]);
      },
    };
  }
}
