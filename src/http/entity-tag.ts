import { hash } from 'node:crypto';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The strong entity tag of an answer: a hash of its JSON. */
export function entityTag(text: string): string {
  return `"${hash('sha256', text, 'base64url')}"`;
}

/** Whether the client holds this very state already (RFC 9110 §13.1.2, weak comparison). */
export function isHeld(request: FastifyRequest, tag: string): boolean {
  const held = request.headers['if-none-match'];
  if (held === undefined) return false;
  return held.trim() === '*' || held.split(',').some((part) => part.trim().replace(/^W\//, '') === tag);
}

/** Answers an entity with its tag, or 304 when the client holds it. */
export function sendEntity<Entity extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  entity: Entity,
): Entity | undefined {
  const tag = entityTag(JSON.stringify(entity));
  void reply.header('etag', tag);
  if (!isHeld(request, tag)) return entity;
  void reply.code(304);
  return undefined;
}

/** What a request made, or had made when it was sent before. */
export interface Made<Entity> {
  readonly entity: Entity;
  readonly repeated: boolean;
}

/** Answers 201 with the new entity's address, or 200 when the same request had made it before. */
export function sendMade<Entity extends object>(
  reply: FastifyReply,
  made: Made<Entity>,
  location: string,
): Entity {
  void reply.code(made.repeated ? 200 : 201).header('location', location);
  void reply.header('etag', entityTag(JSON.stringify(made.entity)));
  return made.entity;
}

/** Documents `If-None-Match`. */
export const TakesEntityTag = (): MethodDecorator =>
  ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The `ETag` held; 304 when it is still right.',
    example: '"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"',
  });
