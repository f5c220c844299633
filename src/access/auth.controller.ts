import { Body, Controller, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { CurrentActor, CurrentSession, Enrolling, Public, SignedIn } from './access.decorators.js';
import { lacksSecondFactor, type Actor } from './actor.js';
import { AccountAnswer, PasswordChange, SignInBody, TokenAnswer } from './auth.dto.js';
import { clientName } from './client-name.js';
import { Devices } from './device-cookie.js';
import { requireUntoldPassword } from './new-password.js';
import { clearRefreshCookie, readRefreshCookie, setRefreshCookie } from './refresh-cookie.js';
import { SessionsService, type SessionTokens } from './sessions.service.js';
import type { Session } from './sessions.store.js';
import { SignInService } from './sign-in.service.js';

/** Signing in and out (api.md, Accounts). */
@ApiTags('accounts')
@Controller('api/v1/auth')
export class AuthController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionsService,
    private readonly devices: Devices,
    private readonly config: Config,
  ) {}

  @Post('token')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with login and password' })
  @ApiOkResponse({ type: TokenAnswer })
  @ProblemAnswers('malformed', 'validation', 'login-failed', 'second-factor-required', 'rate-limited')
  async signIn(
    @Body() body: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenAnswer> {
    const visitor = { address: request.ip, device: await this.devices.known(request, body.login) };
    const tokens = await this.signIns.signIn(body, visitor, clientName(request.headers['user-agent']));
    const answer = this.answer(tokens, reply);
    await this.devices.remember(request, reply, body.login);
    return answer;
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

  @Get('account')
  @Enrolling()
  @ApiOperation({ summary: 'Who is signed in: login and roles of the own account' })
  @ApiOkResponse({ type: AccountAnswer })
  @ProblemAnswers('unauthenticated')
  account(@CurrentActor() actor: Actor): AccountAnswer {
    const grants = actor.grants.map(({ role, organizationId: organization, region }) => ({
      role,
      organization,
      region,
    }));
    return { login: actor.login, grants, needsSecondFactor: lacksSecondFactor(actor) };
  }

  @Put('password')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'Change the own password; every other session ends' })
  @ApiNoContentResponse()
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'login-failed',
    'rate-limited',
    'unavailable',
    'ambiguous',
  )
  async changePassword(
    @CurrentActor() { login }: Actor,
    @CurrentSession() session: Session,
    @Body() { password, newPassword }: PasswordChange,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    requireUntoldPassword(login, newPassword, '/newPassword');
    const visitor = { address: request.ip, device: await this.devices.known(request, login) };
    await this.signIns.changePassword(session, { login, password }, newPassword, visitor);
  }

  private answer(tokens: SessionTokens, reply: FastifyReply): TokenAnswer {
    setRefreshCookie(reply, tokens.refreshToken, this.config.overTls);
    return { accessToken: tokens.accessToken, expiresIn: tokens.expiresIn, tokenType: 'Bearer' };
  }
}
