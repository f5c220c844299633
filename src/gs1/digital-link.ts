import { parseCode } from '../ledger/code.js';
import { LedgerError } from '../ledger/errors.js';
import { checkGtin, checkLot } from './identifiers.js';

/** What a GS1 Digital Link path of ours names: a lot, or one label of it when `serial` is there. */
export interface Gs1Link {
  readonly gtin: string;
  readonly lot: string;
  readonly serial: string | null;
}

/**
 * A scanned address (api.md, Scanning). `path` is the canonical path, which is what a label signature covers.
 * `token` is the value of `s`, not looked into here.
 */
export type ScanUri =
  | (Gs1Link & { readonly form: 'gs1'; readonly path: string; readonly token: string | null })
  | { readonly form: 'plain'; readonly code: string; readonly path: string; readonly token: string | null };

/** Longest address looked at, in characters. */
export const scanUriLengthMax = 512;

const gs1Path = /^\/01\/(\d{14})\/10\/([^/]*)(?:\/21\/([^/]*))?$/;
const plainPath = /^\/t\/([^/]*)$/;
const tokenText = /^[0-9A-Za-z]+$/;

/**
 * One AI value as a path segment: all but RFC 3986 unreserved characters percent-encoded, hex in upper case
 * (GS1 Digital Link URI Syntax §4; RFC 3986 §2.3, §6.2.2).
 */
export function encodeValue(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * The canonical path of a lot or of one of its labels: `/01/<GTIN-14>/10/<lot>[/21/<serial>]`.
 *
 * @throws LedgerError `link-malformed` when GTIN, lot or serial cannot stand there.
 */
export function buildGs1Path(link: Gs1Link): string {
  const serial = link.serial === null ? '' : `/21/${link.serial}`;
  const path = `/01/${link.gtin}/10/${encodeValue(link.lot)}${serial}`;
  parsePath(path, null);
  return path;
}

/**
 * The canonical path of a label of a product without GTIN: `/t/<code>`.
 *
 * @throws LedgerError `code-malformed`, `code-check-symbol` when the code is not one of ours.
 */
export function buildPlainPath(code: string): string {
  parseCode(code);
  return `/t/${code}`;
}

/** The address printed on a label. `publicUrl` as configured, with or without a slash at its end. */
export function buildScanUri(publicUrl: string, path: string, token: string | null): string {
  return trimSlash(publicUrl) + path + (token === null ? '' : `?s=${token}`);
}

/** The human-readable line below a code: `(01)…(10)…(21)…` (GS1 General Specifications §4.14). */
export function elementText(link: Gs1Link): string {
  return `(01)${link.gtin}(10)${link.lot}${link.serial === null ? '' : `(21)${link.serial}`}`;
}

/**
 * Reads a scanned address: an absolute one, or path and query.
 *
 * Only the canonical form is read: 14-digit GTIN, canonical percent-encoding, no dot segments, no empty or further
 * segments, serial and code in their one written form. Query parameters other than `s` and a fragment are ignored,
 * as GS1 parsers ignore them.
 *
 * @throws LedgerError `link-foreign` for an absolute address that does not begin with `publicUrl`;
 *   `link-malformed`, `gtin-malformed`, `code-malformed`, `code-check-symbol` for what is malformed.
 */
export function parseScanUri(uriOrPath: string, publicUrl?: string): ScanUri {
  if (uriOrPath.length > scanUriLengthMax) {
    throw new LedgerError('link-malformed', `The address is longer than ${scanUriLengthMax} characters`);
  }
  const local = uriOrPath.startsWith('/') ? uriOrPath : stripOrigin(uriOrPath, publicUrl);
  const [beforeFragment = ''] = local.split('#', 1);
  const question = beforeFragment.indexOf('?');
  const path = question === -1 ? beforeFragment : beforeFragment.slice(0, question);
  const query = question === -1 ? '' : beforeFragment.slice(question + 1);
  return parsePath(path, findToken(query));
}

function stripOrigin(uri: string, publicUrl: string | undefined): string {
  const start = trimSlash(publicUrl ?? '');
  if (start === '' || !uri.startsWith(`${start}/`)) {
    throw new LedgerError('link-foreign', 'The address does not belong to this service');
  }
  return uri.slice(start.length);
}

function trimSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}

function parsePath(path: string, token: string | null): ScanUri {
  const plain = plainPath.exec(path);
  if (plain !== null) {
    return { form: 'plain', code: exactCode(plain[1] ?? ''), path, token };
  }
  const match = gs1Path.exec(path);
  if (match === null) {
    throw new LedgerError(
      'link-malformed',
      'The path is neither /01/<14 digits>/10/<lot>[/21/<serial>] nor /t/<code>',
    );
  }
  const gtin = match[1] ?? '';
  const fault = checkGtin(gtin);
  if (fault !== null) throw new LedgerError('gtin-malformed', fault.words.en);
  const lot = decodeLot(match[2] ?? '');
  const serial = match[3] === undefined ? null : exactCode(match[3]);
  if (serial === null && token !== null) {
    throw new LedgerError('link-malformed', 'A signature belongs to one label: the path names no serial');
  }
  return { form: 'gs1', gtin, lot, serial, path, token };
}

/** Serials and codes have one written form in an address: what hand typing may vary is refused here. */
function exactCode(text: string): string {
  parseCode(text);
  return text;
}

function decodeLot(segment: string): string {
  const lot = decodeSegment(segment);
  const fault = checkLot(lot);
  if (fault !== null) throw new LedgerError('link-malformed', `Lot: ${fault.words.en}`);
  if (lot === '.' || lot === '..' || encodeValue(lot) !== segment) {
    throw new LedgerError('link-malformed', 'The lot is not in its canonical percent-encoding');
  }
  return lot;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new LedgerError('link-malformed', 'The lot is not valid percent-encoded UTF-8');
  }
}

/** The one `s` of a query; null when there is none. */
function findToken(query: string): string | null {
  const values: string[] = [];
  for (const part of query.split('&')) {
    const equals = part.indexOf('=');
    const name = equals === -1 ? part : part.slice(0, equals);
    if (name === 's') values.push(equals === -1 ? '' : part.slice(equals + 1));
  }
  const [token] = values;
  if (token === undefined) return null;
  if (values.length > 1) throw new LedgerError('link-malformed', 'The address holds more than one signature');
  if (!tokenText.test(token))
    throw new LedgerError('link-malformed', 'The signature holds other than letters and digits');
  return token;
}
