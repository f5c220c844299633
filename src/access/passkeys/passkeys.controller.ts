import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Req, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import { IdPipe } from '../../http/id.pipe.js';
import { ProblemAnswers } from '../../http/openapi.decorators.js';
import { RateLimit } from '../../http/rate-limit.guard.js';
import { CurrentActor, Public, SignedIn } from '../access.decorators.js';
import { accessTokenLifeS } from '../access-token.js';
import type { Actor } from '../actor.js';
import { TokenAnswer } from '../auth.dto.js';
import { clientName } from '../client-name.js';
import { setRefreshCookie } from '../refresh-cookie.js';
import { NewPasskey, PasskeyAnswer, PasskeyList, PasskeyNaming, PasskeySignIn } from './passkeys.dto.js';
import { PasskeysService } from './passkeys.service.js';
import type { Passkey } from './passkeys.store.js';

const options = (description: string, example: object) => ({
  description,
  content: { 'application/json': { schema: { type: 'object', additionalProperties: true }, example } },
});
const creation = options(
  'For `PublicKeyCredential.parseCreationOptionsFromJSON()` (WebAuthn Level 3 §5.1.8).',
  {
    challenge: 'dGhlIGNoYWxsZW5nZSBvZiB0aGlzIHJlZ2lzdHJhdGlvbg',
    rp: { name: 'Furrow', id: 'ledger.example.org' },
    user: { id: 'C29_HFp3TY6bOi9fDRyeEQ', name: 'coop-owner', displayName: '' },
    pubKeyCredParams: [
      { alg: -8, type: 'public-key' },
      { alg: -7, type: 'public-key' },
      { alg: -257, type: 'public-key' },
    ],
  },
);
const request = options(
  'For `PublicKeyCredential.parseRequestOptionsFromJSON()` (WebAuthn Level 3 §5.1.9).',
  {
    challenge: 'dGhlIGNoYWxsZW5nZSBvZiB0aGlzIHNpZ24taW4',
    rpId: 'ledger.example.org',
    userVerification: 'required',
  },
);

/** Passkeys (docs/passkeys.md). */
@ApiTags('accounts')
@Controller('api/v1/auth/passkeys')
export class PasskeysController {
  constructor(
    private readonly passkeys: PasskeysService,
    private readonly config: Config,
  ) {}

  @Post('options')
  @SignedIn()
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin to register a passkey for your account' })
  @ApiOkResponse(creation)
  @ProblemAnswers('unauthenticated')
  async askToRegister(@CurrentActor() actor: Actor): Promise<PublicKeyCredentialCreationOptionsJSON> {
    return this.passkeys.askToRegister(actor);
  }

  @Post()
  @SignedIn()
  @ApiOperation({ summary: 'Register the passkey that the device made' })
  @ApiCreatedResponse({ type: PasskeyAnswer })
  @ProblemAnswers(
    'malformed',
    'validation',
    'unauthenticated',
    'passkey-not-accepted',
    'passkey-taken',
    'unavailable',
    'ambiguous',
  )
  async register(@CurrentActor() actor: Actor, @Body() body: NewPasskey): Promise<PasskeyAnswer> {
    return toAnswer(await this.passkeys.register(actor, body.name, body.credential));
  }

  @Get()
  @SignedIn()
  @ApiOperation({ summary: 'List the passkeys of your account' })
  @ApiOkResponse({ type: PasskeyList })
  @ProblemAnswers('unauthenticated')
  async list(@CurrentActor() actor: Actor): Promise<PasskeyList> {
    return { items: (await this.passkeys.list(actor)).map(toAnswer) };
  }

  @Patch(':id')
  @SignedIn()
  @ApiOperation({ summary: 'Call a passkey something else' })
  @ApiOkResponse({ type: PasskeyAnswer })
  @ProblemAnswers('malformed', 'validation', 'unauthenticated', 'not-found')
  async rename(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: PasskeyNaming,
  ): Promise<PasskeyAnswer> {
    return toAnswer(await this.passkeys.rename(actor, id, body.name));
  }

  @Delete(':id')
  @SignedIn()
  @HttpCode(204)
  @ApiOperation({ summary: 'Take a passkey away from your account' })
  @ApiNoContentResponse()
  @ProblemAnswers('unauthenticated', 'not-found', 'unavailable', 'ambiguous')
  async remove(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.passkeys.remove(actor, id);
  }

  @Post('sign-in/options')
  @Public()
  @RateLimit('passkey')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin to sign in with a passkey' })
  @ApiOkResponse(request)
  @ProblemAnswers('rate-limited')
  async askToSignIn(): Promise<PublicKeyCredentialRequestOptionsJSON> {
    return this.passkeys.askToSignIn();
  }

  @Post('sign-in')
  @Public()
  @RateLimit('passkey')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in with a passkey' })
  @ApiOkResponse({ type: TokenAnswer })
  @ProblemAnswers('malformed', 'validation', 'passkey-refused', 'rate-limited')
  async signIn(
    @Body() body: PasskeySignIn,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenAnswer> {
    const { accessToken, refreshToken } = await this.passkeys.signIn(
      body.credential,
      clientName(request.headers['user-agent']),
    );
    setRefreshCookie(reply, refreshToken, this.config.overTls);
    return { accessToken, expiresIn: accessTokenLifeS, tokenType: 'Bearer' };
  }
}

function toAnswer({ id, name, createdAt, usedAt }: Passkey): PasskeyAnswer {
  return { id, name, createdAt: createdAt.toISOString(), usedAt: usedAt?.toISOString() ?? null };
}
