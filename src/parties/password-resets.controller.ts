import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor, Public, Roles } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { Devices } from '../access/device-cookie.js';
import { IdPipe } from '../http/id.pipe.js';
import { ProblemAnswers } from '../http/openapi.decorators.js';
import { IssuedReset, PasswordReset, PasswordResetAnswer } from './password-resets.dto.js';
import { PasswordResetLinks } from './password-reset-links.service.js';
import { PasswordResetsService } from './password-resets.service.js';

/** New passwords by a link that somebody in charge hands over; the service sends no mail. */
@ApiTags('accounts')
@Controller('api/v1')
export class PasswordResetsController {
  constructor(
    private readonly given: PasswordResetLinks,
    private readonly resets: PasswordResetsService,
    private readonly devices: Devices,
  ) {}

  @Post('members/:id/password-reset')
  @Roles('owner', 'admin')
  @ApiOperation({ summary: 'Make a link to a new password for a member' })
  @ApiCreatedResponse({ type: IssuedReset })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async forMember(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<IssuedReset> {
    return this.given.forMember(actor, id);
  }

  @Post('accounts/:id/password-reset')
  @Roles('admin')
  @ApiOperation({ summary: 'Make a link to a new password for an official' })
  @ApiCreatedResponse({ type: IssuedReset })
  @ProblemAnswers('unauthenticated', 'forbidden', 'not-found', 'unavailable', 'ambiguous')
  async forOfficial(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<IssuedReset> {
    return this.given.forOfficial(actor, id);
  }

  /** The device is known from now on: this is the way in while somebody guesses at the password from elsewhere. */
  @Post('auth/password-reset')
  @Public()
  @HttpCode(200)
  @ApiOperation({ summary: 'Choose a new password by the token of a link' })
  @ApiOkResponse({ type: PasswordResetAnswer })
  @ProblemAnswers('malformed', 'validation')
  async redeem(
    @Body() body: PasswordReset,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PasswordResetAnswer> {
    const login = await this.resets.redeem(body);
    await this.devices.remember(request, reply, login);
    return { login };
  }
}
