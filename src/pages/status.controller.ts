import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import type { Language } from '../gs1/words.js';
import { Health } from '../http/health.js';
import { ReaderLanguage } from '../http/language.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { utf8Encode } from '../ledger/bytes.js';
import { parseNote } from '../ledger/note.js';
import { checkWitnesses } from '../ledger/witnessing.js';
import { LogPolicy } from '../log/log-policy.js';
import { LogReader } from '../log/log-reader.js';
import { pageHeaders, pageView } from '../scan/pages.js';
import { renderStatusPage, type LogStanding, type ServiceStanding } from '../web/status-page.js';

/** What `/livez`, `/readyz` and the checkpoint say, for people. */
@ApiExcludeController()
@Controller('status')
@Public()
@RateLimit('scan')
export class StatusController {
  constructor(
    private readonly health: Health,
    private readonly reader: LogReader,
    private readonly policy: LogPolicy,
    private readonly mark: DemoMark,
  ) {}

  @Get()
  async page(
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const service = await this.standing();
    void reply.headers(pageHeaders).status(service.state === 'down' ? 503 : 200);
    const log = service.state === 'down' ? null : await this.log();
    const at = new Date().toISOString();
    return renderStatusPage(pageView(request.url, language, this.mark.isDemo), { service, log, at });
  }

  private async standing(): Promise<ServiceStanding> {
    const ready = await this.health.ready().catch(() => null);
    if (ready === null) return { state: 'down', troubles: [] };
    return { state: ready.status, troubles: ready.troubles ?? [] };
  }

  /** Null when it cannot be read now. */
  private async log(): Promise<LogStanding | null> {
    const state = await this.reader.state().catch(() => null);
    if (state === null) return null;
    const { origin, published, witnessed } = state;
    const names = this.policy.policy.witnesses.map(({ name }) => name);
    if (published === null) return { origin, published: null, witnesses: names, witnessed: null };
    const found =
      witnessed === null ? null : checkWitnesses(parseNote(utf8Encode(witnessed.note)), this.policy.policy);
    return {
      origin,
      published: { size: published.size, at: published.at.toISOString() },
      witnesses: names,
      witnessed:
        witnessed === null || found === null || 'witness' in found || found.time === null
          ? null
          : {
              size: witnessed.size,
              count: found.count,
              at: new Date(found.time * 1_000).toISOString(),
            },
    };
  }
}
