import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const digestCharacters = 16;

/** A file that the build made, or that follows from one, as it is sent. */
export interface BuiltFile {
  readonly type: string;
  readonly body: Buffer;
  /** Compressed when it is first asked for. */
  readonly compressed: () => Buffer;
  /** True for what never changes under its address. */
  readonly isFixed: boolean;
}

export function builtFile(type: string, body: Buffer, isFixed = false): BuiltFile {
  let packed: Buffer | undefined;
  return { type, body, compressed: () => (packed ??= gzipSync(body, { level: 9 })), isFixed };
}

/** What stands in the address of a file, so that the address changes with the content. */
export function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, digestCharacters);
}

/** Sends a file, compressed to whom takes that; one that may change is asked for again each time. */
export function sendBuilt(request: FastifyRequest, reply: FastifyReply, file: BuiltFile): void {
  const isPacked = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  void reply
    .header('content-type', file.type)
    .header('cache-control', file.isFixed ? 'public, max-age=31536000, immutable' : 'no-cache')
    .header('vary', 'accept-encoding');
  if (isPacked) void reply.header('content-encoding', 'gzip');
  void reply.send(isPacked ? file.compressed() : file.body);
}
