import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { sendBuilt } from '../http/built-file.js';
import { DomainError } from '../http/problems.js';
import { contentSecurityPolicy, permissionsPolicy } from '../http/security-headers.js';
import { capturePolicy } from '../web/capture-page.js';
import { CaptureFiles } from './capture-files.js';

const policy = contentSecurityPolicy(capturePolicy);

/** The app for recording in the field, installable and usable without a network. */
@ApiExcludeController()
@Controller('app')
@Public()
export class CaptureController {
  constructor(private readonly files: CaptureFiles) {}

  @Get()
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply
      .header('content-security-policy', policy)
      .header('permissions-policy', permissionsPolicy.ownPosition);
    sendBuilt(request, reply, this.files.page);
  }

  @Get(':file')
  file(@Param('file') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const file = this.files.find(name);
    if (file === null)
      throw new DomainError('not-found', { zh: '没有这个文件。', en: 'There is no such file.' });
    // The worker stands below the page that it serves.
    if (name === 'sw.js')
      void reply.header('service-worker-allowed', '/app').header('content-security-policy', policy);
    sendBuilt(request, reply, file);
  }
}
