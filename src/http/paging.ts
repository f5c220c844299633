import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';

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
  parameter = 'cursor',
): { items: Item[] } {
  if (page.next !== null) {
    const target = new URL(request.url, 'http://localhost');
    target.searchParams.set(parameter, page.next);
    void reply.header('link', `<${target.pathname}${target.search}>; rel="next"`);
  }
  return { items: page.items };
}

const limitMax = 200;
/** Items of a page for which no `limit` is asked. */
export const defaultLimit = 50;

/** The query parameter `limit` of a list. */
export const PageLimit = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({
      type: 'integer',
      required: false,
      minimum: 1,
      maximum: limitMax,
      default: defaultLimit,
      example: defaultLimit,
    }),
    IsOptional(),
    Type(() => Number),
    IsInt(),
    Min(1),
    Max(limitMax),
  );

/** How much is asked for of what a chain holds, which is numbered by entry. */
export class EntryPageQuery {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 0,
    default: 0,
    description: 'Entries after this number.',
    example: 0,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  after = 0;

  @PageLimit()
  limit = defaultLimit;
}
