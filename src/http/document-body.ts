import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fileTypeFromBuffer } from 'file-type';
import { DomainError } from './problems.js';

/** Longest document of a request, in bytes; more is 413. */
export const documentBytesMax = 5_242_880;

/** What a document may be. */
export const documentTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type DocumentType = (typeof documentTypes)[number];

/** The bytes of a document as they came, with the type that was declared for them. */
export class DocumentBody {
  constructor(
    readonly bytes: Buffer,
    private readonly declared: string,
  ) {}

  /**
   * What the bytes are by their own signs, which is what was declared.
   *
   * @throws DomainError `media-type` when they are no document, or another one than was declared.
   */
  async type(): Promise<DocumentType> {
    const sniffed = (await fileTypeFromBuffer(this.bytes))?.mime;
    const type = documentTypes.find((one) => one === sniffed);
    if (type === undefined || type !== this.declared) throw notThisDocument();
    return type;
  }
}

/** Documents that are read at once: each lies in memory until it is kept. One more is answered 503. */
export const documentsAtOnceMax = 32;

/** A route that takes one document of so many bytes at most, and nothing else; no other route takes one. */
export const TakesDocument = (bytesMax = documentBytesMax): MethodDecorator =>
  RouteConfig({ documentBytesMax: bytesMax });

/** Whether the route of a request takes a document. */
export function takesDocument(request: FastifyRequest): boolean {
  return documentBytesOf(request.routeOptions.config) !== undefined;
}

/** Longest document of a route, in bytes; undefined where it takes none. */
export function documentBytesOf(config: unknown): number | undefined {
  return (config as { readonly documentBytesMax?: number } | undefined)?.documentBytesMax;
}

/** Counts the documents that are under way, from the head of their request until its answer is sent or cut off. */
export class DocumentsUnderWay {
  private count = 0;

  /** Counts one more; answers why it cannot be, or null. */
  begin(reply: FastifyReply): DomainError | null {
    if (this.count >= documentsAtOnceMax) return tooMany();
    this.count += 1;
    reply.raw.once('close', () => {
      this.count -= 1;
    });
    return null;
  }
}

/** Whether a media type, without parameters, is one of a document. */
export function isDocumentType(type: string): boolean {
  return documentTypes.some((one) => one === type.trim().toLowerCase());
}

/** Hands a handler of a route that takes a document the document. */
export const GatedDocument = createParamDecorator((_: undefined, context: ExecutionContext): DocumentBody => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  if (body instanceof DocumentBody) return body;
  throw notADocument();
});

/** For a route that takes a document and got something else, or nothing. */
export function notADocument(): DomainError {
  return new DomainError('media-type', {
    zh: '请发送一份 PDF、JPEG 或 PNG 文件，Content-Type 与文件一致，不带其他参数。',
    en: 'Send one PDF, JPEG or PNG file under its own Content-Type, without further parameters.',
  });
}

function notThisDocument(): DomainError {
  return new DomainError('media-type', {
    zh: '文件内容与声明的类型不符，或者不是 PDF、JPEG、PNG。',
    en: 'The file is not of the type it was declared to be, or is no PDF, JPEG or PNG.',
  });
}

function tooMany(): DomainError {
  const words = {
    zh: '同时上传的文件太多，这一份没有保存，请稍后重试。',
    en: 'Too many files are being sent at once; this one was not kept. Try again in a moment.',
  };
  return new DomainError('unavailable', words, [], 2);
}
