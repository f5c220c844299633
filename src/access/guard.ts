import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { isLocal } from '../http/client-address.js';
import { DomainError } from '../http/problems.js';
import { AccessTokens, type AccessClaims } from './access-token.js';
import { accessMetadata, scopeMetadata, type Access } from './access.decorators.js';
import { lacksSecondFactor, type Actor } from './actor.js';
import { Actors } from './actors.js';
import { MachineActors } from './machines/machine-actors.js';
import type { Scope } from './scopes.js';

/**
 * Decides for every request whether it may reach its handler; a route that says nothing about access reaches nobody.
 * A guard, never middleware: it runs for the route that was matched, whatever the spelling of the path or the method.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: AccessTokens,
    private readonly actors: Actors,
    private readonly machines: MachineActors,
    private readonly config: Config,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Access | undefined>(accessMetadata, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === undefined) return false;
    if (access.kind === 'public') return true;
    if (access.kind === 'log-readers' && this.config.logEntries === 'public') return true;
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(scopeMetadata, [
      context.getHandler(),
      context.getClass(),
    ]);
    return this.admit(access, scope ?? null, context.switchToHttp().getRequest<FastifyRequest>());
  }

  private async admit(access: Access, scope: Scope | null, request: FastifyRequest): Promise<boolean> {
    if (forThisMachine.has(access.kind) && isLocal(request)) return true;
    const actor = await this.identify(request);
    request.actor = actor;
    requireScope(actor, scope);
    if (access.kind !== 'enrolling' && lacksSecondFactor(actor)) throw secondFactorNeeded();
    if (mayPass(access, actor)) return true;
    throw new DomainError('forbidden', {
      zh: '您的角色不能使用这个功能。',
      en: 'None of your roles allows this.',
    });
  }

  private async findActor(claims: AccessClaims): Promise<Actor | null> {
    return 'clientId' in claims ? this.machines.find(claims) : this.actors.find(claims);
  }

  /** RFC 6750 §2.1: the token in the Authorization header, and nowhere else. */
  private async identify(request: FastifyRequest): Promise<Actor> {
    const authorization = request.headers.authorization ?? '';
    const claims = /^Bearer /i.test(authorization) ? await this.tokens.open(authorization.slice(7)) : null;
    const actor = claims === null ? null : await this.findActor(claims);
    request.signedIn = claims !== null && 'sessionId' in claims ? claims : null;
    if (actor !== null) return actor;
    throw new DomainError('unauthenticated', {
      zh: '没有登录，或登录已过期，请重新登录。',
      en: 'You are not signed in, or no longer: sign in again.',
    });
  }
}

/** Machines reach what names a scope of theirs, and nothing else. @throws DomainError `scope-missing`. */
function requireScope(actor: Actor, scope: Scope | null): void {
  if (actor.scopes === null || (scope !== null && actor.scopes.includes(scope))) return;
  throw new DomainError(
    'scope-missing',
    scope === null
      ? { zh: '机器客户端不能使用这个功能。', en: 'This is not for machines.' }
      : { zh: `访问令牌缺少权限范围 ${scope}。`, en: `The access token lacks the scope ${scope}.` },
  );
}

const forThisMachine: ReadonlySet<Access['kind']> = new Set(['operator', 'log-readers']);

function mayPass(access: Access, actor: Actor): boolean {
  switch (access.kind) {
    case 'public':
    case 'signed-in':
    case 'enrolling':
      return true;
    case 'operator':
      return actor.grants.some((grant) => grant.role === 'admin');
    case 'log-readers':
      return actor.grants.some(
        ({ role, region }) => role === 'admin' || (role === 'regulator' && region === ''),
      );
    case 'roles':
      return actor.grants.some((grant) => access.roles.includes(grant.role));
  }
}

function secondFactorNeeded(): DomainError {
  return new DomainError('second-factor-needed', {
    zh: '管理员和监管人员必须启用第二重验证：先用 POST /api/v1/auth/totp 设置，再用 POST /api/v1/auth/totp/confirm 确认；已经设置过的，请连同验证码重新登录。',
    en: 'An admin or regulator needs a second factor: set it up with POST /api/v1/auth/totp and confirm it with POST /api/v1/auth/totp/confirm; if you have one, sign in again with its code.',
  });
}
