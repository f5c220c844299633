import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/**
 * What Prometheus scrapes. A feature adds its own counters to `registry`, named `furrow_…`, with labels of a few fixed
 * values: never ids, codes or anything of a person.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly requestSeconds = new Histogram({
    name: 'furrow_http_request_seconds',
    help: 'Time to answer a request, by method, route pattern and status',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: secondsBuckets,
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Counts one answered request. `route` is a pattern of the route table, so that labels stay few. */
  request(method: string, route: string, status: number, seconds: number): void {
    this.requestSeconds.labels(method, route, String(status)).observe(seconds);
  }
}
