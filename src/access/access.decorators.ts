import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor, Role } from './actor.js';
import type { Session } from './sessions.store.js';

/**
 * Who may call a route. `operator`: the machine itself (loopback, without a proxy between) or an `admin`.
 * `log-readers`: who may read the entries of the log; everyone where they are public. `enrolling`: every account that is
 * signed in, also one that must set up its second factor before it can do anything else.
 */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'enrolling' }
  | { readonly kind: 'operator' }
  | { readonly kind: 'log-readers' }
  | { readonly kind: 'roles'; readonly roles: readonly Role[] };

export const accessMetadata = 'furrow:access';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null until the guard has opened the access token, and always null on public routes. */
    actor: Actor | null;
    /** The session of its token; null where `actor` is. */
    signedIn: Session | null;
  }
}

/** Anyone, without signing in. No cookie is ever set on such a route. */
export const Public = () => SetMetadata<string, Access>(accessMetadata, { kind: 'public' });

/** Every account that is signed in; the service decides what it may see. */
export const SignedIn = () => SetMetadata<string, Access>(accessMetadata, { kind: 'signed-in' });

/** As `SignedIn`, also for an account that needs a second factor and has not shown one: the way to get one. */
export const Enrolling = () => SetMetadata<string, Access>(accessMetadata, { kind: 'enrolling' });

/** The machine the service runs on, or an `admin`. */
export const Operator = () => SetMetadata<string, Access>(accessMetadata, { kind: 'operator' });

/**
 * Everyone with `LOG_ENTRIES=public`; else the machine the service runs on, an `admin`, or a regulator of the whole
 * country: the entries of the log are business data of every organization.
 */
export const LogReaders = () => SetMetadata<string, Access>(accessMetadata, { kind: 'log-readers' });

/**
 * Accounts that hold at least one of the roles, anywhere. Whether they hold it for the organization in question is
 * decided by the service with `requireRole` (authorize.ts).
 */
export const Roles = (...roles: readonly [Role, ...Role[]]) =>
  SetMetadata<string, Access>(accessMetadata, { kind: 'roles', roles });

/** Hands a handler who asks. Only on routes that are not public. */
export const CurrentActor = createParamDecorator((_: undefined, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (actor === null) throw new Error('CurrentActor on a route that does not require one');
  return actor;
});

/** Hands a handler the session that asks. Only on routes that are not public. */
export const CurrentSession = createParamDecorator((_: undefined, context: ExecutionContext): Session => {
  const { signedIn } = context.switchToHttp().getRequest<FastifyRequest>();
  if (signedIn === null) throw new Error('CurrentSession on a route that does not require one');
  return signedIn;
});
