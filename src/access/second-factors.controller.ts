import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { CurrentActor, CurrentSession, Enrolling, SignedIn } from './access.decorators.js';
import type { Actor } from './actor.js';
import { CodeBody, RecoveryCodesAnswer, SecondFactorAnswer, TotpSecretAnswer } from './auth.dto.js';
import { SecondFactorsService } from './second-factors.service.js';
import type { Session } from './sessions.store.js';

/** The own second factor (TOTP, RFC 6238). */
@ApiTags('accounts')
@Enrolling()
@Controller('api/v1/auth/totp')
export class SecondFactorsController {
  constructor(private readonly factors: SecondFactorsService) {}

  @Get()
  @ApiOperation({ summary: 'Read whether the own account has a second factor' })
  @ApiOkResponse({ type: SecondFactorAnswer })
  @ProblemAnswers('unauthenticated')
  async get(@CurrentSession() { accountId }: Session): Promise<SecondFactorAnswer> {
    const factor = await this.factors.find(accountId);
    const since = factor?.confirmedAt?.toISOString() ?? null;
    return { active: factor !== null, since, recoveryCodesLeft: factor?.recoveryCodesLeft ?? 0 };
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Get a secret for an authenticator app' })
  @ApiOkResponse({ type: TotpSecretAnswer })
  @ProblemAnswers('unauthenticated', 'second-factor-exists')
  async begin(@CurrentActor() actor: Actor): Promise<TotpSecretAnswer> {
    return this.factors.begin(actor);
  }

  @Post('confirm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Put the second factor in force by a code of it' })
  @ApiOkResponse({ type: RecoveryCodesAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'second-factor-exists',
    'unavailable',
    'ambiguous',
  )
  async confirm(@CurrentSession() session: Session, @Body() body: CodeBody): Promise<RecoveryCodesAnswer> {
    return { recoveryCodes: await this.factors.confirm(session, body.code) };
  }

  @Post('off')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'Turn the second factor off by a code of it' })
  @ApiNoContentResponse()
  @ProblemAnswers('malformed', 'validation', 'unauthenticated', 'rate-limited', 'unavailable', 'ambiguous')
  async turnOff(@CurrentSession() session: Session, @Body() body: CodeBody): Promise<void> {
    await this.factors.turnOff(session, body.code);
  }
}
