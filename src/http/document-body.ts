import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
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

/** A route that takes one document, and nothing else; no other route takes one. */
export const TakesDocument = (): MethodDecorator => RouteConfig({ takesDocument: true });

/** Whether the route of a request takes a document. */
export function takesDocument(request: FastifyRequest): boolean {
  const config = request.routeOptions.config as { readonly takesDocument?: true };
  return config.takesDocument === true;
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
