import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import { IdPipe } from '../../http/id.pipe.js';
import { ProblemAnswers } from '../../http/openapi.decorators.js';
import { CurrentActor, Public, SignedIn } from '../access.decorators.js';
import type { Actor } from '../actor.js';
import { setRefreshCookie } from '../refresh-cookie.js';
import { IdentityList, ProviderAddress } from './oidc.dto.js';
import { OidcService } from './oidc.service.js';

/** Where a browser goes when it is done: signed in, or with the identity linked. */
const signedInPlace = '/console';
const linkedPlace = '/console#/account';

/** Signing in through an existing identity provider (docs/machines.md). */
@ApiTags('accounts')
@Controller('api/v1/auth')
export class OidcController {
  constructor(
    private readonly oidc: OidcService,
    private readonly config: Config,
  ) {}

  @Get('oidc/start')
  @Public()
  @ApiOperation({ summary: 'Go to the identity provider to sign in' })
  @ApiResponse({ status: 302, description: 'To the provider.' })
  @ProblemAnswers('not-found', 'provider-away')
  async start(@Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    void reply.code(302).header('location', await this.oidc.start(reply));
  }

  @Get('oidc/callback')
  @Public()
  @ApiOperation({ summary: 'Come back from the identity provider, signed in or with the identity linked' })
  @ApiQuery({ name: 'code', required: false, example: 'kFbZ…' })
  @ApiQuery({ name: 'state', required: false, example: 'vYcN…' })
  @ApiQuery({ name: 'iss', required: false, example: 'https://id.example.org' })
  @ApiResponse({ status: 303, description: 'To the console; signing in sets the refresh cookie.' })
  @ProblemAnswers(
    'not-found',
    'identity-refused',
    'identity-not-linked',
    'identity-taken',
    'provider-away',
    'unavailable',
    'ambiguous',
  )
  async finish(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const tokens = await this.oidc.finish(request, reply);
    if (tokens !== null) setRefreshCookie(reply, tokens.refreshToken, this.config.overTls);
    void reply.code(303).header('location', tokens === null ? linkedPlace : signedInPlace);
  }

  @Post('oidc/link')
  @SignedIn()
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin to link an identity of the provider to your account' })
  @ApiOkResponse({ type: ProviderAddress })
  @ProblemAnswers('unauthenticated', 'not-found', 'provider-away')
  async link(
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProviderAddress> {
    return { location: await this.oidc.startLink(actor, reply) };
  }

  @Get('identities')
  @SignedIn()
  @ApiOperation({ summary: 'List the identities that sign in to your account' })
  @ApiOkResponse({ type: IdentityList })
  @ProblemAnswers('unauthenticated')
  async list(@CurrentActor() actor: Actor): Promise<IdentityList> {
    const identities = await this.oidc.list(actor);
    return {
      items: identities.map(({ id, issuer, subject, linkedAt }) => ({
        id,
        issuer,
        subject,
        linkedAt: linkedAt.toISOString(),
      })),
    };
  }

  @Delete('identities/:id')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'Take an identity away from your account' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'not-found', 'unavailable', 'ambiguous')
  async unlink(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.oidc.unlink(actor, id);
  }
}
