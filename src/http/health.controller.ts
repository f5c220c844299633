import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Operator, Public } from '../access/access.decorators.js';
import { HealthAnswer } from './health.dto.js';
import { Health } from './health.js';
import { ProblemAnswers } from './openapi.decorators.js';

/** For whoever runs the service: is it alive, may it get traffic, what does it measure. */
@ApiTags('operation')
@Controller()
export class HealthController {
  constructor(private readonly health: Health) {}

  @Get('livez')
  @Public()
  @ApiOperation({ summary: 'Whether the process is alive' })
  @ApiOkResponse({ type: HealthAnswer })
  live(): HealthAnswer {
    return { status: 'ok' };
  }

  @Get('readyz')
  @Public()
  @ApiOperation({ summary: 'Whether the service can work: its database answers, and it is not stopping' })
  @ApiOkResponse({ type: HealthAnswer })
  @ProblemAnswers('unavailable')
  async ready(): Promise<HealthAnswer> {
    return this.health.ready();
  }

  @Get('metrics')
  @Operator()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({
    summary: 'Measurements for Prometheus',
    description: 'Answered on the machine itself (loopback, without a proxy between), elsewhere to an admin.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string', example: 'furrow_http_request_seconds_count{method="GET"} 3' } })
  @ProblemAnswers('unauthenticated', 'forbidden')
  async metrics(): Promise<string> {
    return this.health.metrics();
  }
}
