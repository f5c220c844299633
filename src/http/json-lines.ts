import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { DomainError } from './problems.js';

/** Longest body of lines, in bytes; more is 413. */
export const linesBytesMax = 8_388_608;
/** Lines of one request; more is 413. */
export const linesMax = 1_000;

const newline = 0x0a;

/** An `application/x-ndjson` body as its lines, without their ends; none of them looked at. */
export class JsonLines {
  constructor(readonly lines: readonly Uint8Array[]) {}
}

/** A route that takes lines of JSON, and nothing else; no other route takes them. */
export const TakesJsonLines = (): MethodDecorator => RouteConfig({ takesJsonLines: true });

/** Whether the route of a request takes lines of JSON. */
export function takesJsonLines(request: FastifyRequest): boolean {
  const config = request.routeOptions.config as { readonly takesJsonLines?: true };
  return config.takesJsonLines === true;
}

/**
 * Splits a body at its line feeds; what follows the last one is a line unless it is empty. A carriage return stays with
 * its line, where it is white space of JSON.
 *
 * @throws DomainError `too-large` for more than `linesMax` lines.
 */
export function splitLines(body: Uint8Array): JsonLines {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < body.length;) {
    if (lines.length === linesMax) throw tooManyLines();
    const found = body.indexOf(newline, start);
    const end = found === -1 ? body.length : found;
    lines.push(body.subarray(start, end));
    start = end + 1;
  }
  return new JsonLines(lines);
}

function tooManyLines(): DomainError {
  return new DomainError('too-large', {
    zh: `一次最多 ${linesMax} 行，请分成几次发送；没有保存任何内容。`,
    en: `A request has at most ${linesMax} lines: send them in parts. Nothing was stored.`,
  });
}
