import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { Public } from './access.decorators.js';
import { SignInBody, TokenAnswer } from './auth.dto.js';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.js';
import { SessionsService, type SessionTokens } from './sessions.service.js';

/** Signing in and out (api.md, Accounts). The only routes that set a cookie. */
@ApiTags('accounts')
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly config: Config,
  ) {}

  @Post('token')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with login and password' })
  @ApiOkResponse({ type: TokenAnswer })
  @ProblemAnswers('malformed', 'validation', 'login-failed', 'rate-limited')
  async signIn(
    @Body() body: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenAnswer> {
    return this.answer(await this.sessions.signIn(body.login, body.password, request.ip), reply);
  }

  @Post('refresh')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Exchange the refresh cookie for a new access token' })
  @ApiOkResponse({ type: TokenAnswer })
  @ProblemAnswers('unauthenticated', 'forbidden')
  async refresh(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenAnswer> {
    return this.answer(await this.sessions.refresh(readRefreshCookie(request)), reply);
  }

  @Post('logout')
  @Public()
  @HttpCode(204)
  @ApiOperation({ summary: 'End the session of the refresh cookie' })
  @ApiNoContentResponse()
  @ProblemAnswers('forbidden')
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.signOut(readRefreshCookie(request));
    clearRefreshCookie(reply, this.config.overTls);
  }

  private answer(tokens: SessionTokens, reply: FastifyReply): TokenAnswer {
    setRefreshCookie(reply, tokens.refreshToken, this.config.overTls);
    return { accessToken: tokens.accessToken, expiresIn: tokens.expiresIn, tokenType: 'Bearer' };
  }
}
