import { Controller, Get, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import { GatedForm, TakesForm } from '../../http/form-body.js';
import { ProblemAnswers } from '../../http/openapi.decorators.js';
import { Public } from '../access.decorators.js';
import { AccessTokens, accessTokenLifeS } from '../access-token.js';
import { scopeNames } from '../scopes.js';
import { ClientsService } from './clients.service.js';
import { OAuthErrorFilter } from './oauth-error.js';
import { AuthorizationServerAnswer, MachineTokenAnswer, OAuthErrorAnswer, TokenForm } from './oauth.dto.js';
import { readTokenRequest, scopeNotHeld, unknownClient } from './token-request.js';

/** Access tokens for machines (RFC 6749 §4.4), and where they are to be had (RFC 8414). */
@ApiTags('accounts')
@Public()
@Controller()
export class OAuthController {
  constructor(
    private readonly clients: ClientsService,
    private readonly tokens: AccessTokens,
    private readonly config: Config,
  ) {}

  @Post('api/v1/oauth/token')
  @HttpCode(200)
  @TakesForm()
  @ApiConsumes('application/x-www-form-urlencoded')
  @UseFilters(OAuthErrorFilter)
  @ApiOperation({ summary: 'Get an access token for a machine (client credentials)' })
  @ApiBody({ type: TokenForm })
  @ApiOkResponse({ type: MachineTokenAnswer })
  @ApiResponse({
    status: 400,
    type: OAuthErrorAnswer,
    description: 'RFC 6749 §5.2, as every OAuth client expects.',
  })
  @ApiResponse({ status: 401, type: OAuthErrorAnswer, description: 'The client is not known, or no longer.' })
  @ProblemAnswers('media-type', 'too-large')
  async token(
    @GatedForm() form: URLSearchParams,
    @Req() request: FastifyRequest,
  ): Promise<MachineTokenAnswer> {
    const { clientId, secret, scopes } = readTokenRequest(form, request.headers.authorization);
    const client = await this.clients.authenticate(clientId, secret);
    if (client === null) throw unknownClient();
    const granted = scopes ?? client.scopes;
    if (!granted.every((scope) => client.scopes.includes(scope))) throw scopeNotHeld();
    return {
      access_token: await this.tokens.issueToMachine(client.id, granted),
      token_type: 'Bearer',
      expires_in: accessTokenLifeS,
      scope: granted.join(' '),
    };
  }

  @Get('.well-known/oauth-authorization-server')
  @ApiOperation({ summary: 'Where and how machines get access tokens' })
  @ApiOkResponse({ type: AuthorizationServerAnswer })
  describe(): AuthorizationServerAnswer {
    const issuer = this.config.publicUrl;
    return {
      issuer,
      token_endpoint: `${issuer}/api/v1/oauth/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      grant_types_supported: ['client_credentials'],
      response_types_supported: [],
      scopes_supported: [...scopeNames],
      service_documentation: `${issuer}/docs`,
    };
  }
}
