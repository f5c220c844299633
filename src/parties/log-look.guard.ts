import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { accessMetadata, type Access } from '../access/access.decorators.js';
import { PowerTraces } from './power-traces.service.js';
import { authorityOf, highestRole, isAdmin } from './standing.js';

/**
 * Has every look of a signed-in official at the entries of the log, which are business data of all organizations, stated
 * on the operator's chain before it is answered. It follows the guard of `access/`, which lets nobody else come here.
 */
@Injectable()
export class LogLookGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly traces: PowerTraces,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(accessMetadata, [
      context.getHandler(),
      context.getClass(),
    ]);
    const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
    if (access?.kind !== 'log-readers' || actor === null) return true;
    const standing = {
      as: 'official',
      role: highestRole(actor),
      purpose: isAdmin(actor) ? 'administration' : 'supervision',
      authority: authorityOf(actor),
    } as const;
    await this.traces.look(actor, standing, { organizationId: null, what: 'log', object: null });
    return true;
  }
}
