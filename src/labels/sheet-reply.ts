import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A file made while it is read. */
export interface SheetFile {
  readonly mediaType: string;
  /** Letters, digits, `-` and `.` only. */
  readonly fileName: string;
  readonly parts: AsyncGenerator<string | Uint8Array, void, undefined>;
}

/**
 * Answers a file part by part, at the reader's pace: what is refused before the first part is a problem, what breaks
 * later breaks the transfer, and a reader who goes away ends the making.
 */
export async function sendSheet(
  request: FastifyRequest,
  reply: FastifyReply,
  { fileName, mediaType, parts }: SheetFile,
): Promise<Readable> {
  const first = await parts.next();
  void reply
    .header('content-type', mediaType)
    .header('content-disposition', `attachment; filename="${fileName}"`);
  if (request.method === 'HEAD') await parts.return();
  return Readable.from(first.done === true ? [] : following(first.value, parts), { objectMode: false });
}

async function* following<Part>(first: Part, rest: AsyncIterable<Part>): AsyncGenerator<Part> {
  yield first;
  yield* rest;
}
