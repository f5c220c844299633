import { hash } from 'node:crypto';
import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Id } from './fields.js';

export const pageItemsMax = 200;
const pageItemsUsual = 50;

/** How much of a list is asked for. */
export class PageQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: pageItemsMax,
    default: pageItemsUsual,
    example: pageItemsUsual,
  })
  @Max(pageItemsMax)
  @Min(1)
  @IsInt()
  @Type(() => Number)
  limit: number = pageItemsUsual;

  @Id({
    description: 'Where the page before ended; taken from its `Link` header.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  cursor?: string | null;
}

/** A page of a list of one organization's things. */
export class OrganizationPageQuery extends PageQuery {
  @Id({
    description: 'Whose; without it, those of every organization the caller is a member of.',
    example: '4f9f2c1e-7a52-4c0b-9a53-0d3f8a1c2b64',
    optional: true,
  })
  organization?: string | null;
}

/** Items of a list, and where the next page starts; null on the last. */
export interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

/** A page out of one more row than was asked for. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  cursorOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    next: rows.length > limit && last !== undefined ? cursorOf(last) : null,
  };
}

/** Answers a page; the address of the next one stands in `Link` (RFC 8288), with all other parameters kept. */
export function sendPage<Item>(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page<Item>,
): { items: Item[] } {
  if (page.next !== null) {
    const target = new URL(request.url, 'http://localhost');
    target.searchParams.set('cursor', page.next);
    void reply.header('link', `<${target.pathname}${target.search}>; rel="next"`);
  }
  return { items: page.items };
}

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
  applyDecorators(
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'The `ETag` held; 304 when it is still right.',
      example: '"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"',
    }),
  );
