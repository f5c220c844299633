import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { addressKey } from './client-address.js';
import { DomainError } from './problems.js';
import { consume } from './rate-limit.guard.js';

/** Failed sign-ins within `windowS`: of one login from one address or from one of its known devices, … */
export const loginFailuresMax = 10;
/** … of one address over all logins, … */
export const addressFailuresMax = 100;
/** … and of one login over all addresses, known devices left out. */
export const strangerFailuresMax = 30;
const windowS = 900;
/** Wrong codes of one second factor within `codeWindowS`, known devices left out. */
export const codeFailuresMax = 20;
const codeWindowS = 24 * 3_600;

/** Where a sign-in comes from. */
export interface Visitor {
  readonly address: string;
  /** A device on which this login's account has signed in before (device-cookie.ts); null for every other. */
  readonly device: string | null;
}

/** An attempt that was counted as a failure until it says otherwise. */
export interface Attempt {
  succeeded(): Promise<void>;
}

/** A sign-in that was counted as a failure until it says otherwise. */
export interface LoginAttempt extends Attempt {
  /** It is counted for a device that is known. */
  readonly known: boolean;
  /** Nothing was learned of the password: the attempt does not count. */
  withdrawn(): Promise<void>;
}

/**
 * Slows guessing down, and lets nobody lock out another (OWASP: Slow Down Online Guessing Attacks with Device Cookies).
 * A device on which the login has signed in before has a count of its own, which strangers cannot use up; they share
 * counts by address and by login. In memory of this process; an attempt counts before the password is looked at, so
 * that parallel guesses count too.
 */
@Injectable()
export class LoginLimits {
  private readonly perDevice = new RateLimiterMemory({ points: loginFailuresMax, duration: windowS });
  private readonly perPair = new RateLimiterMemory({ points: loginFailuresMax, duration: windowS });
  private readonly perAddress = new RateLimiterMemory({ points: addressFailuresMax, duration: windowS });
  private readonly perLogin = new RateLimiterMemory({ points: strangerFailuresMax, duration: windowS });
  private readonly perCode = new RateLimiterMemory({ points: codeFailuresMax, duration: codeWindowS });

  /** @throws DomainError `rate-limited` with the seconds to wait. */
  async begin(login: string, { address, device }: Visitor): Promise<LoginAttempt> {
    const known = device === null ? null : await this.ofDevice(keyOf(device, login));
    return known ?? this.ofStranger(login, addressKey(address));
  }

  /**
   * Counts a try at the code of a second factor as wrong until it says otherwise. `whose`: the account, or the session.
   *
   * @throws DomainError `rate-limited` with the seconds to wait.
   */
  async guessCode(whose: string): Promise<Attempt> {
    await consume(this.perCode, whose);
    return { succeeded: () => giveBack(this.perCode, whose) };
  }

  /** Null when the device has used up its count: a cookie may have been stolen, so it is a stranger from now on. */
  private async ofDevice(device: string): Promise<LoginAttempt | null> {
    try {
      await consume(this.perDevice, device);
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
    return {
      known: true,
      succeeded: () => clear(this.perDevice, device),
      withdrawn: () => giveBack(this.perDevice, device),
    };
  }

  private async ofStranger(login: string, address: string): Promise<LoginAttempt> {
    const pair = keyOf(address, login);
    await consume(this.perAddress, address);
    await consume(this.perPair, pair);
    await consume(this.perLogin, keyOf('', login));
    const ofAll = async (): Promise<void> => {
      await Promise.all([giveBack(this.perAddress, address), giveBack(this.perLogin, keyOf('', login))]);
    };
    return {
      known: false,
      succeeded: async () => {
        await Promise.all([clear(this.perPair, pair), ofAll()]);
      },
      withdrawn: async () => {
        await Promise.all([giveBack(this.perPair, pair), ofAll()]);
      },
    };
  }
}

function keyOf(place: string, login: string): string {
  return createHash('sha256').update(`${place} ${login}`).digest('base64');
}

async function giveBack(limiter: RateLimiterMemory, key: string): Promise<void> {
  await limiter.reward(key, 1);
}

async function clear(limiter: RateLimiterMemory, key: string): Promise<void> {
  await limiter.delete(key);
}
