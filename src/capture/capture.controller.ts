import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DomainError } from '../http/problems.js';
import { contentSecurityPolicy } from '../http/security-headers.js';
import { capturePolicy } from '../web/capture-page.js';
import { CaptureFiles, type CaptureFile } from './capture-files.js';

const policy = contentSecurityPolicy(capturePolicy);

/** The app for recording in the field, installable and usable without a network. */
@ApiExcludeController()
@Controller('app')
@Public()
export class CaptureController {
  constructor(private readonly files: CaptureFiles) {}

  @Get()
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply.header('content-security-policy', policy);
    send(request, reply, this.files.page);
  }

  @Get(':file')
  file(@Param('file') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const file = this.files.find(name);
    if (file === null)
      throw new DomainError('not-found', { zh: '没有这个文件。', en: 'There is no such file.' });
    // The worker stands below the page that it serves.
    if (name === 'sw.js')
      void reply.header('service-worker-allowed', '/app').header('content-security-policy', policy);
    send(request, reply, file);
  }
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, body, compressed, isFixed }: CaptureFile,
): void {
  const isPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  void reply
    .header('content-type', type)
    .header('cache-control', isFixed ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('vary', 'accept-encoding');
  if (isPacked) void reply.header('content-encoding', 'gzip');
  void reply.send(isPacked ? compressed : body);
}
