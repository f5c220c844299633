import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Roles, SignedIn } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { notFound } from '../access/authorize.js';
import { Devices } from '../access/device-cookie.js';
import { clearRefreshCookie } from '../access/refresh-cookie.js';
import { Config } from '../config/config.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { AccountErasures } from './account-erasures.service.js';
import { AccountFilesStore } from './account-files.store.js';
import { AccountErasure, AccountFile } from './account.dto.js';

/** What is held of accounts: as one file, and erased (docs/privacy.md). */
@ApiTags('privacy')
@Controller('api/v1')
export class AccountPrivacyController {
  constructor(
    private readonly erasures: AccountErasures,
    private readonly files: AccountFilesStore,
    private readonly devices: Devices,
    private readonly config: Config,
  ) {}

  @Get('auth/account/export')
  @SignedIn()
  @ApiOperation({ summary: 'Everything that is held of the own account, as one JSON file' })
  @ApiOkResponse({ type: AccountFile })
  @ProblemAnswers('unauthenticated', 'not-found')
  async export(
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountFile> {
    const file = await this.files.find(actor);
    if (file === null) throw notFound();
    void reply.header('content-disposition', 'attachment; filename="account.json"');
    return file;
  }

  @Post('auth/account/erasure')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'Erase the own account, at once and for good' })
  @ApiNoContentResponse()
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'login-failed',
    'second-factor-required',
    'last-owner',
    'last-admin',
    'rate-limited',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async erase(
    @CurrentActor() actor: Actor,
    @Body() body: AccountErasure,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const visitor = { address: request.ip, device: await this.devices.known(request, actor.login) };
    await this.erasures.eraseOwn(actor, body, visitor);
    clearRefreshCookie(reply, this.config.overTls);
  }

  @Post('accounts/:id/erasure')
  @Roles('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Erase the account of an official that was ended' })
  @ApiNoContentResponse()
  @ProblemAnswers(
    'unauthenticated',
    'forbidden',
    'not-found',
    'account-in-use',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async eraseOfficial(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.erasures.eraseOfficial(actor, id);
  }

  @Post('members/:id/erasure')
  @Roles('admin')
  @HttpCode(204)
  @ApiOperation({ summary: 'Erase the account of a member whose memberships have all ended' })
  @ApiNoContentResponse()
  @ProblemAnswers(
    'unauthenticated',
    'forbidden',
    'not-found',
    'account-in-use',
    'unavailable',
    'log-behind',
    'ambiguous',
  )
  async eraseMember(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.erasures.eraseMember(actor, id);
  }
}
