import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { Database } from '../database/database.js';
import { civilDate } from '../events/kinds/dates.js';
import type { ScanUri } from '../gs1/digital-link.js';
import { addressKey } from '../http/client-address.js';
import { LabelChecker } from './label-checker.js';
import { countScan } from './scan.store.js';

/** The same reader asking again within this time looks once, in milliseconds. */
const sameLookMs = 10_000;
const recentMax = 50_000;

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
  ) {}

  /** Counts one look at a code that was issued here; any other is not counted. */
  async count(scanned: ScanUri, request: FastifyRequest, now = new Date()): Promise<void> {
    if (!isLook(request)) return;
    const found = await this.labels.find(scanned);
    if (found === null) return;
    const { code } = found.code;
    const reader = `${code} ${addressKey(request.ip)} ${request.headers['user-agent'] ?? ''}`;
    if (this.recent.has(reader)) return;
    this.recent.set(reader, true);
    await countScan(this.database, code, civilDate(now.toISOString()));
  }
}

/** Somebody has the page before their eyes: the image itself is fetched, and not ahead of time. */
function isLook(request: FastifyRequest): boolean {
  const purpose = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => request.headers[name]);
  return (
    request.method === 'GET' && !purpose.some((said) => /prefetch|prerender|preview/i.test(String(said)))
  );
}
