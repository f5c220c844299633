import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { CurrentSession, SignedIn } from './access.decorators.js';
import { SessionList, toSessionAnswer } from './auth.dto.js';
import { SessionsService } from './sessions.service.js';
import type { Session } from './sessions.store.js';

/** The own sessions: where one is signed in, and ending it from afar. */
@ApiTags('accounts')
@SignedIn()
@Controller('api/v1/auth/sessions')
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Get()
  @ApiOperation({ summary: 'List the own sessions, newest first' })
  @ApiOkResponse({ type: SessionList })
  @ProblemAnswers('unauthenticated')
  async list(@CurrentSession() { accountId, sessionId }: Session): Promise<SessionList> {
    const open = await this.sessions.list(accountId);
    return { items: open.map((session) => toSessionAnswer(session, sessionId)) };
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'End one of the own sessions' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'not-found')
  async end(@CurrentSession() { accountId }: Session, @Param('id', IdPipe) id: string): Promise<void> {
    await this.sessions.end(accountId, id);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'End all other sessions of the own account' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated')
  async endOthers(@CurrentSession() session: Session): Promise<void> {
    await this.sessions.endOthers(session);
  }
}
