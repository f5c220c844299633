import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseStrictJson, type JsonValue } from '../ledger/json.js';
import {
  DocumentBody,
  documentBytesMax,
  documentBytesOf,
  documentTypes,
  DocumentsUnderWay,
  isDocumentType,
  notADocument,
  takesDocument,
} from './document-body.js';
import { formBytesMax, formFault, parseForm, takesForm } from './form-body.js';
import { linesBytesMax, splitLines, takesJsonLines, type JsonLines } from './json-lines.js';
import { DomainError } from './problems.js';
import {
  CsvBody,
  isTableElsewhere,
  isTableRoute,
  notATable,
  parseTable,
  tableBytesMax,
} from './table-body.js';

/** Longest JSON document of a request, its body or one of its lines, in bytes; more is 413. */
export const bodyBytesMax = 65_536;
/** Deepest nesting of a JSON body (ledger.md §2). */
export const bodyDepthMax = 32;
const linesType = 'application/x-ndjson';
const formType = 'application/x-www-form-urlencoded';
const csvType = 'text/csv';
/** Longest request target (path and query), in characters; more is 414. */
export const targetCharactersMax = 4_096;

/** The text of an `application/jose` body: ASCII only, not yet looked at. */
export class JoseBody {
  constructor(readonly text: string) {}
}

/**
 * Lets only these forms of body in, checked on their bytes before anything else sees them (promises.md F7, F8):
 * `application/json` in the strict profile (ledger.md §2), `application/jose` as ASCII, and, each on the routes that
 * take nothing else, `application/x-www-form-urlencoded`, one document (`document-body.ts`), a table (`table-body.ts`),
 * and `application/x-ndjson`, each of whose lines passes the gate by itself when it is read (`parseGatedJson`). Any
 * other media type, charset or content coding is 415, an empty body of a declared type 400.
 */
export function installByteGate(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const options = { parseAs: 'buffer', bodyLimit: bodyBytesMax } as const;
  server.addContentTypeParser('application/json', options, (request, body: Buffer, done) => {
    settle(() => readJson(request, body), done);
  });
  server.addContentTypeParser('application/jose', options, (request, body: Buffer, done) => {
    settle(() => readJose(request, body), done);
  });
  const ofLines = { ...options, bodyLimit: linesBytesMax };
  server.addContentTypeParser(linesType, ofLines, (request, body: Buffer, done) => {
    settle(() => readLines(request, body), done);
  });
  const ofDocuments = { ...options, bodyLimit: documentBytesMax };
  server.addContentTypeParser([...documentTypes], ofDocuments, (request, body: Buffer, done) => {
    settle(() => readDocument(request, body), done);
  });
  server.addContentTypeParser(
    formType,
    { ...options, bodyLimit: formBytesMax },
    (request, body: Buffer, done) => {
      settle(() => readForm(request, body), done);
    },
  );
  const ofTables = { ...options, bodyLimit: tableBytesMax };
  server.addContentTypeParser(csvType, ofTables, (request, body: Buffer, done) => {
    settle(() => readCsv(request, body), done);
  });
  server.addHook('onRoute', (route) => {
    if (isTableRoute(route.config)) route.bodyLimit = tableBytesMax;
    const documentBytes = documentBytesOf(route.config);
    if (documentBytes !== undefined) route.bodyLimit = documentBytes;
  });
  const documents = new DocumentsUnderWay();
  server.addHook('onRequest', (request, reply, done) => {
    const fault = headFault(request) ?? (takesDocument(request) ? documents.begin(reply) : null);
    done(fault ?? undefined);
  });
}

function settle(read: () => unknown, done: (error: Error | null, body?: unknown) => void): void {
  let body: unknown;
  try {
    body = read();
  } catch (error) {
    done(error instanceof Error ? error : new Error('the body could not be read'));
    return;
  }
  done(null, body);
}

function headFault(request: FastifyRequest): DomainError | null {
  if (request.url.length > targetCharactersMax) {
    return new DomainError('uri-too-long', {
      zh: `网址不能超过 ${targetCharactersMax} 个字符。`,
      en: `The address may have at most ${targetCharactersMax} characters.`,
    });
  }
  const coding = request.headers['content-encoding'];
  if (coding !== undefined && coding.toLowerCase() !== 'identity') {
    return new DomainError('media-type', {
      zh: '请求内容不能压缩，请不带 Content-Encoding 发送。',
      en: 'Request bodies are taken uncompressed only: send them without Content-Encoding.',
    });
  }
  return mediaFault(request);
}

/** Bodies that are taken by routes of their own, which take nothing else, and what is said where they do not fit. */
const ownBodies = [
  {
    is: (type: string) => type === formType,
    takes: takesForm,
    missing: () => formFault(true),
    strange: () => formFault(false),
  },
  { is: (type: string) => type === linesType, takes: takesJsonLines, missing: notLines, strange: notTaken },
  { is: isDocumentType, takes: takesDocument, missing: notADocument, strange: notTaken },
] as const;

/** Known before the body is read, which may be long. */
function mediaFault(request: FastifyRequest): DomainError | null {
  const declared = request.headers['content-type'];
  if (declared === undefined) return null;
  const [written = ''] = declared.split(';', 1);
  const essence = written.trim().toLowerCase();
  for (const { is, takes, missing, strange } of ownBodies) {
    const isTaken = takes(request);
    if (is(essence) !== isTaken) return isTaken ? missing() : strange();
  }
  if (!isTableElsewhere(request, essence)) return null;
  return isTableRoute(request.routeOptions.config) ? notATable() : notTaken();
}

function readDocument(request: FastifyRequest, body: Buffer): DocumentBody {
  const type = (request.headers['content-type'] ?? '').trim().toLowerCase();
  if (!isDocumentType(type)) throw notADocument();
  if (body.length === 0) throw emptyBody();
  return new DocumentBody(body, type);
}

function readJson(request: FastifyRequest, body: Buffer): unknown {
  checkParameters(request, /^application\/json(?:\s*;\s*charset="?utf-?8"?)?\s*$/i);
  if (body.length === 0) throw emptyBody();
  return isTableRoute(request.routeOptions.config) ? parseTable(body) : parseGatedJson(body);
}

/** The value of one JSON document in the strict profile, a body or one of its lines. @throws LedgerError `json-…`. */
export function parseGatedJson(bytes: Uint8Array): JsonValue {
  return parseStrictJson(bytes, { bytesMax: bodyBytesMax, depthMax: bodyDepthMax });
}

function readLines(request: FastifyRequest, body: Buffer): JsonLines {
  if (!/^[^;]+(?:;\s*charset="?utf-?8"?)?\s*$/i.test(request.headers['content-type'] ?? '')) throw notLines();
  if (body.length === 0) throw emptyBody();
  return splitLines(body);
}

function readCsv(request: FastifyRequest, body: Buffer): CsvBody {
  if (!/^[^;]+(?:;\s*charset="?utf-?8"?)?\s*$/i.test(request.headers['content-type'] ?? ''))
    throw notATable();
  if (body.length === 0) throw emptyBody();
  return new CsvBody(body);
}

function readForm(request: FastifyRequest, body: Buffer): URLSearchParams {
  if (!/^[^;]+(?:;\s*charset="?utf-?8"?)?\s*$/i.test(request.headers['content-type'] ?? ''))
    throw formFault(true);
  return parseForm(body);
}

function readJose(request: FastifyRequest, body: Buffer): JoseBody {
  checkParameters(request, /^application\/jose\s*$/i);
  if (body.length === 0) throw emptyBody();
  const text = body.toString('latin1');
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new DomainError('malformed', {
      zh: '签名内容只能由可见的 ASCII 字符组成，首尾不带空白或换行。',
      en: 'A signed body consists of visible ASCII characters only, without white space or line ends.',
    });
  }
  return new JoseBody(text);
}

function checkParameters(request: FastifyRequest, allowed: RegExp): void {
  if (!allowed.test(request.headers['content-type'] ?? '')) throw notTaken();
}

function notTaken(): DomainError {
  return new DomainError('media-type', {
    zh: '请用 application/json（UTF-8）或 application/jose 发送，不带其他参数。',
    en: 'Send application/json (UTF-8) or application/jose, without further parameters.',
  });
}

function notLines(): DomainError {
  return new DomainError('media-type', {
    zh: '请用 application/x-ndjson（UTF-8）发送，每行一份 JSON，不带其他参数。',
    en: 'Send application/x-ndjson (UTF-8), one JSON document a line, without further parameters.',
  });
}

/** For a route that needs a body and got none. */
export function emptyBody(): DomainError {
  return new DomainError('malformed', {
    zh: '请求没有内容，这里需要一份 JSON。',
    en: 'The request has no body; a JSON document is due here.',
  });
}
