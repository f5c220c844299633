import { Global, Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ApiDocs } from './api-docs.js';
import { BrowserPages } from './browser-pages.js';
import { DocsController } from './docs.controller.js';
import { Drain } from './drain.js';
import { HealthController } from './health.controller.js';
import { Health } from './health.js';
import { LoginLimits } from './login-limits.js';
import { Metrics } from './metrics.js';
import { ProblemFilter } from './problem.filter.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { RouteTable } from './route-table.js';
import type { HttpServer } from './server.js';
import { ValidationPipe } from './validation.pipe.js';

/** The platform's part of every request, and the routes about the service itself. */
@Global()
@Module({})
export class HttpModule {
  static over(server: HttpServer): DynamicModule {
    return {
      module: HttpModule,
      controllers: [DocsController, HealthController],
      providers: [
        ApiDocs,
        Health,
        LoginLimits,
        { provide: BrowserPages, useValue: server.pages },
        { provide: Drain, useValue: server.drain },
        { provide: Metrics, useValue: server.metrics },
        { provide: RouteTable, useValue: server.routes },
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_PIPE, useClass: ValidationPipe },
      ],
      exports: [ApiDocs, BrowserPages, Drain, Health, LoginLimits, Metrics],
    };
  }
}
