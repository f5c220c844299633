import { HttpException } from '@nestjs/common';
import { LedgerError } from '../ledger/errors.js';
import type { JsonObject } from '../ledger/json.js';
import { say, type Language, type Words } from '../gs1/words.js';
import { ledgerFaultWords } from './fault-words.js';
import { databaseFault } from './outage.js';
import { problemNotes } from './problem-notes.js';
import { DomainError, problems, type FieldFault, type ProblemSlug } from './problems.js';

/** What to answer for one failed request, before the reader's language is known. */
export interface Problem {
  readonly slug: ProblemSlug;
  readonly detail: Words;
  readonly faults: readonly FieldFault[];
  readonly retryAfterS: number | null;
  /** Further members of its document. */
  readonly members: JsonObject;
  /** What the log must say of it: a bug of ours, an outage of the database, or nothing. */
  readonly report: 'bug' | 'outage' | null;
}

/** RFC 9457 members, in the reader's language. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}

/** Field faults in one answer; further ones are found when these are put right. */
export const faultsMax = 50;

/** A row of the problem table; unless there is more to say, what its page says of when it is answered and what to do. */
export function plainProblem(slug: ProblemSlug, detail: Words = problemNotes[slug]): Problem {
  return {
    slug,
    detail,
    faults: [],
    members: {},
    retryAfterS: slug === 'unavailable' || slug === 'ambiguous' ? 2 : null,
    report: slug === 'internal' || slug === 'log-damaged' ? 'bug' : null,
  };
}

const slugOfStatus: Readonly<Record<number, ProblemSlug>> = {
  400: 'malformed',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  413: 'too-large',
  414: 'uri-too-long',
  415: 'media-type',
  422: 'validation',
  429: 'rate-limited',
  431: 'headers-too-large',
  503: 'unavailable',
};

/**
 * Which row of the problem table an error is. Everything that is not an expected refusal, a malformed input or a
 * database outage is `internal`: a bug, to be logged by the caller. Nothing of the error's own text is taken over
 * unless it was written for readers.
 *
 * `changes` says whether the request may have changed something: then a lost connection leaves the outcome open.
 */
export function problemOf(error: unknown, changes: boolean): Problem {
  if (error instanceof DomainError) {
    const retryAfterS = error.retryAfterS ?? plainProblem(error.slug).retryAfterS;
    return {
      ...plainProblem(error.slug, error.words),
      faults: error.faults,
      members: error.members,
      retryAfterS,
    };
  }
  if (error instanceof LedgerError) return ledgerProblem(error);
  if (error instanceof HttpException) return statusProblem(error.getStatus());
  if (isServerRefusal(error)) return statusProblem(error.statusCode);
  return databaseProblem(error, changes) ?? plainProblem('internal');
}

/** A value that PostgreSQL could not hold should have been stopped before it: answered as malformed, logged as a bug. */
function databaseProblem(error: unknown, changes: boolean): Problem | null {
  const fault = databaseFault(error);
  if (fault === null) return null;
  if (fault === 'data') return { ...plainProblem('malformed', unstorableWords), report: 'bug' };
  const isOpen = fault === 'lost' && changes;
  const problem = isOpen ? plainProblem('ambiguous', lostWords) : plainProblem('unavailable', outageWords);
  return { ...problem, report: 'outage' };
}

const outageWords: Words = {
  zh: '数据库暂时不可用，请稍后再试。',
  en: 'The database is briefly unavailable; try again in a moment.',
};
const lostWords: Words = {
  zh: '与数据库的连接中断，结果尚未确定；重试前请先查看内容是否已保存。',
  en: 'The connection to the database was lost; look whether it was saved before you send it again.',
};
const unstorableWords: Words = {
  zh: '有内容无法存储，请检查各字段的值。',
  en: 'A value cannot be stored; check the values of the fields.',
};

/** Faults of chains, trees and stored entries lie in what we hold, not in what was sent: those are ours. */
function ledgerProblem(error: LedgerError): Problem {
  if (error.code.endsWith('-too-large')) return plainProblem('too-large', ledgerFaultWords(error.code));
  if (/^(chain|tree|entry)-/.test(error.code)) return plainProblem('internal');
  const detail = placed(ledgerFaultWords(error.code), error.offset);
  const fault = { pointer: error.pointer ?? '', code: error.code, detail };
  return { ...plainProblem('malformed', detail), faults: [fault] };
}

/** Bytes are counted from 1 for readers. */
function placed(words: Words, offset: number | undefined): Words {
  if (offset === undefined) return words;
  const byte = offset + 1;
  return { zh: `${words.zh}（第 ${byte} 个字节处）`, en: `${words.en} (At byte ${byte}.)` };
}

function statusProblem(status: number): Problem {
  return plainProblem(slugOfStatus[status] ?? (status < 500 ? 'malformed' : 'internal'));
}

/** The HTTP server's own refusals, of targets that never reach a route and of bodies that break off. */
function isServerRefusal(error: unknown): error is Error & { readonly statusCode: number } {
  return (
    error instanceof Error &&
    (error.name === 'FastifyError' || isBrokenOff(error)) &&
    'statusCode' in error &&
    typeof error.statusCode === 'number'
  );
}

/** The client went away while its body arrived: Node's error, to which Fastify adds a status. */
function isBrokenOff(error: Error): boolean {
  return error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET';
}

/** Writes the problem for one reader. `requestId` makes the occurrence findable in the log (RFC 9457 §3.1.5). */
export function problemDocument(problem: Problem, language: Language, requestId: string): ProblemDocument {
  const kind = problems[problem.slug];
  const errors = problem.faults.slice(0, faultsMax).map((fault) => ({
    pointer: fault.pointer,
    code: fault.code,
    detail: say(fault.detail, language),
  }));
  return {
    type: `/problems/${problem.slug}`,
    title: say(kind.title, language),
    status: kind.status,
    detail: say(problem.detail, language),
    instance: `urn:uuid:${requestId}`,
    ...(errors.length === 0 ? {} : { errors }),
    ...problem.members,
  };
}
