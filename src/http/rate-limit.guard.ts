import { Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Config } from '../config/config.js';
import { addressKey, isLocal } from './client-address.js';
import { DomainError } from './problems.js';

/** Requests of one client a minute, by the name a route gives. Generous: many phones share one address. */
export const requestLimits = { scan: 600, apply: 30, passkey: 60, delivery: 60 } as const;
export type RequestLimit = keyof typeof requestLimits;

const windowS = 60;
const limitMetadata = 'furrow:rate-limit';

/**
 * Limits how often one client may call a route (or all routes of a controller). The machine itself is not limited: it
 * is the operator's own, and it is what every client looks like while a proxy is not named in TRUST_PROXY.
 */
export const RateLimit = (limit: RequestLimit) => SetMetadata<string, RequestLimit>(limitMetadata, limit);

@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limiters: Readonly<Record<RequestLimit, RateLimiterMemory>> = {
    scan: new RateLimiterMemory({ points: requestLimits.scan, duration: windowS }),
    apply: new RateLimiterMemory({ points: requestLimits.apply, duration: windowS }),
    passkey: new RateLimiterMemory({ points: requestLimits.passkey, duration: windowS }),
    delivery: new RateLimiterMemory({ points: requestLimits.delivery, duration: windowS }),
  };

  private warned = false;

  constructor(
    private readonly reflector: Reflector,
    private readonly config: Config,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const limit = this.reflector.getAllAndOverride<RequestLimit | undefined>(limitMetadata, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (limit === undefined) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (isLocal(request)) return true;
    this.warnOfUnknownProxy(request);
    return this.count(limit, request.ip);
  }

  /** Behind a proxy that nobody named, all readers look like one client and share one limit. */
  private warnOfUnknownProxy(request: FastifyRequest): void {
    if (this.warned || this.config.trustProxy !== false || request.headers['x-forwarded-for'] === undefined)
      return;
    this.warned = true;
    request.log.warn(
      'requests come through a proxy that TRUST_PROXY does not name: all clients share one rate limit',
    );
  }

  private async count(limit: RequestLimit, address: string): Promise<boolean> {
    await consume(this.limiters[limit], addressKey(address));
    return true;
  }
}

/**
 * Takes one point of a limiter.
 *
 * @throws DomainError `rate-limited` with the seconds to wait when none is left.
 */
export async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key, 1);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000));
    throw new DomainError(
      'rate-limited',
      {
        zh: `请求太频繁，请在 ${seconds} 秒后再试。`,
        en: `Too many requests; try again in ${seconds} seconds.`,
      },
      [],
      seconds,
    );
  }
}
