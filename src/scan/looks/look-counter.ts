import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Database } from '../../database/database.js';
import { civilDate } from '../../events/kinds/dates.js';
import type { ScanUri } from '../../gs1/digital-link.js';
import { addressKey } from '../../http/client-address.js';
import { isHeld } from '../../http/entity-tag.js';
import { LabelChecker } from '../label-checker.js';
import { LookOrigins } from './look-origin.js';
import { countLook } from './looks.store.js';
import { ScanWarnings } from './scan-warnings.service.js';

/** The same reader asking again within this time looks once, in milliseconds. */
const sameLookMs = 10_000;
const recentMax = 50_000;

/**
 * The entity tag of the page's image (RFC 9110 §8.8.3): one for all codes and readers, so that it tells nobody apart. A
 * browser that sends it back has this image in its cache: it looked at this code before, and looks again.
 */
export const lookTag = '"looked"';

/**
 * Counts looks at codes: requests of the page's image (faces.md §5.7), because prefetching robots and link scanners
 * take the page alone. Nothing of who looked is stored; for ten seconds the memory knows that a reader was just
 * here, so that a page loaded twice counts once.
 */
@Injectable()
export class LookCounter {
  private readonly recent = new LRUCache<string, true>({ max: recentMax, ttl: sameLookMs });

  constructor(
    private readonly database: Database,
    private readonly labels: LabelChecker,
    private readonly origins: LookOrigins,
    private readonly warnings: ScanWarnings,
  ) {}

  /** Counts one look at a code that was issued here; any other is not counted. */
  async count(scanned: ScanUri, request: FastifyRequest, now = new Date()): Promise<void> {
    // A browser that holds the image looked at this code before. Who lies about it is counted less, nobody more.
    if (!isLook(request) || isHeld(request, lookTag)) return;
    const found = await this.labels.find(scanned);
    if (found === null) return;
    const { code, setId } = found.code;
    const reader = `${code} ${addressKey(request.ip)} ${request.headers['user-agent'] ?? ''}`;
    if (this.recent.has(reader)) return;
    this.recent.set(reader, true);
    const day = civilDate(now.toISOString());
    // All pieces of a batch share its code: from where they are looked at says nothing.
    const origin = setId === null ? null : this.origins.of(code, request);
    const history = await countLook(this.database, code, day, origin);
    await this.warnings.notice(found.code, history, now);
  }
}

/** Somebody has the page before their eyes: the image itself is fetched, and not ahead of time. */
function isLook(request: FastifyRequest): boolean {
  const purpose = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => request.headers[name]);
  return (
    request.method === 'GET' && !purpose.some((said) => /prefetch|prerender|preview/i.test(String(said)))
  );
}
