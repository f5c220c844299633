import { LedgerError, type LedgerErrorCode } from './errors.js';
import { utf8Decode } from './bytes.js';
import { platform } from './platform.js';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

export interface JsonLimits {
  /** Bytes of the whole document; 32 KiB unless told. */
  readonly bytesMax?: number;
  /** Objects and arrays inside one another; 32 unless told. A scalar has depth 0. */
  readonly depthMax?: number;
}

export const jsonBytesMax = 32_768;
export const jsonDepthMax = 32;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const minus = 0x2d;
const zero = 0x30;
const nine = 0x39;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const fourHexDigits = /^[0-9a-fA-F]{4}$/;
const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * The value of a JSON document in the strict profile of ledger.md §2 (docs/spec/statement.md).
 *
 * RFC 8259, less whatever two parsers may read in two ways: UTF-8 without byte order mark; no duplicate
 * member names, compared after unescaping; no lone surrogates; no U+0000; numbers only integers within
 * ±(2^53−1), without fraction, exponent or `-0`; depth and size limited; `__proto__`, `constructor` and
 * `prototype` refused as names. One pass over the decoded text, so that the first error is the one reported.
 *
 * @throws LedgerError `json-…` or `bytes-utf8`, with the JSON pointer and byte offset where there is one.
 */
export function parseStrictJson(bytes: Uint8Array, limits: JsonLimits = {}): JsonValue {
  if (bytes.length > (limits.bytesMax ?? jsonBytesMax)) {
    throw new LedgerError('json-too-large', 'The document is too large');
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    throw new LedgerError('json-bom', 'The document starts with a byte order mark', { offset: 0 });
  }
  return new StrictParser(utf8Decode(bytes), limits.depthMax ?? jsonDepthMax).document();
}

/** Whether a value is an object and not an array or null. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names that reach a prototype when a careless reader copies members: refused everywhere. */
export function isForbiddenName(name: string): boolean {
  return name === '__proto__' || name === 'constructor' || name === 'prototype';
}

/** RFC 6901: the pointer of a path of member names and indices. */
export function formatPointer(path: readonly (string | number)[]): string {
  return path.map((step) => '/' + String(step).replaceAll('~', '~0').replaceAll('/', '~1')).join('');
}

class StrictParser {
  private at = 0;
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly text: string,
    private readonly depthMax: number,
  ) {}

  document(): JsonValue {
    this.skipSpace();
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) this.fail('json-syntax', 'Something follows the document');
    return value;
  }

  private value(): JsonValue {
    const code = this.text.charCodeAt(this.at);
    if (code === quote) return this.string();
    if (code === openBrace) return this.object();
    if (code === openBracket) return this.array();
    if (code === minus || (code >= zero && code <= nine)) return this.number();
    if (this.text.startsWith('true', this.at)) return this.literal(4, true);
    if (this.text.startsWith('false', this.at)) return this.literal(5, false);
    if (this.text.startsWith('null', this.at)) return this.literal(4, null);
    return this.fail('json-syntax', 'A value is missing or malformed');
  }

  private object(): JsonObject {
    this.enter();
    const members: Record<string, JsonValue> = {};
    if (this.text.charCodeAt(this.at) !== closeBrace) {
      do {
        this.skipSpace();
        const name = this.name(members);
        this.path.push(name);
        this.skipSpace();
        members[name] = this.value();
        this.path.pop();
        this.skipSpace();
      } while (this.separator(closeBrace));
    }
    this.at += 1;
    return members;
  }

  private array(): readonly JsonValue[] {
    this.enter();
    const items: JsonValue[] = [];
    if (this.text.charCodeAt(this.at) !== closeBracket) {
      do {
        this.skipSpace();
        this.path.push(items.length);
        items.push(this.value());
        this.path.pop();
        this.skipSpace();
      } while (this.separator(closeBracket));
    }
    this.at += 1;
    return items;
  }

  /** Past an opening bracket and the space after it. The path is one step longer for each open bracket. */
  private enter(): void {
    if (this.path.length >= this.depthMax) this.fail('json-depth', 'The document is nested too deeply');
    this.at += 1;
    this.skipSpace();
  }

  private name(members: Readonly<Record<string, JsonValue>>): string {
    if (this.text.charCodeAt(this.at) !== quote) this.fail('json-syntax', 'A member name is missing');
    const start = this.at;
    const name = this.string();
    if (isForbiddenName(name)) {
      this.failAt(start, 'json-forbidden-key', 'A member has a forbidden name', name);
    }
    if (Object.hasOwn(members, name)) {
      this.failAt(start, 'json-duplicate-key', 'A member name occurs twice in one object', name);
    }
    this.skipSpace();
    if (this.text.charCodeAt(this.at) !== colon) this.fail('json-syntax', 'A colon is missing');
    this.at += 1;
    return name;
  }

  /** Past a comma: true. At the closing bracket: false. */
  private separator(close: number): boolean {
    const code = this.text.charCodeAt(this.at);
    if (code === comma) {
      this.at += 1;
      return true;
    }
    if (code !== close) this.fail('json-syntax', 'A comma or a closing bracket is missing');
    return false;
  }

  private string(): string {
    const start = this.at + 1;
    for (let at = start; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === quote) {
        this.at = at + 1;
        return this.text.slice(start, at);
      }
      if (code === backslash) return this.escapedString(start, at);
      if (code < 0x20) this.failAt(at, 'json-syntax', 'A control character is not escaped');
    }
    return this.fail('json-syntax', 'A string is not closed');
  }

  private escapedString(start: number, firstEscape: number): string {
    let unescaped = this.text.slice(start, firstEscape);
    this.at = firstEscape;
    while (this.at < this.text.length) {
      const code = this.text.charCodeAt(this.at);
      if (code === backslash) {
        unescaped += this.escape();
        continue;
      }
      this.at += 1;
      if (code === quote) return unescaped;
      if (code < 0x20) this.failAt(this.at - 1, 'json-syntax', 'A control character is not escaped');
      unescaped += this.text.charAt(this.at - 1);
    }
    return this.fail('json-syntax', 'A string is not closed');
  }

  private escape(): string {
    const letter = this.text.charAt(this.at + 1);
    if (letter !== 'u') {
      const simple = simpleEscapes[letter];
      if (simple === undefined) return this.fail('json-syntax', 'An escape is not known');
      this.at += 2;
      return simple;
    }
    const start = this.at;
    const code = this.hexEscape();
    if (code === 0) return this.failAt(start, 'json-nul', 'A string has U+0000');
    if (code < 0xd800 || code > 0xdfff) return String.fromCharCode(code);
    const next = code < 0xdc00 && this.text.startsWith('\\u', this.at) ? this.hexEscape() : 0;
    if (next < 0xdc00 || next > 0xdfff) {
      return this.failAt(start, 'json-lone-surrogate', 'A string has a lone surrogate');
    }
    return String.fromCharCode(code, next);
  }

  private hexEscape(): number {
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (!fourHexDigits.test(digits)) return this.fail('json-syntax', 'An escape is not complete');
    this.at += 6;
    return Number.parseInt(digits, 16);
  }

  private number(): number {
    const start = this.at;
    if (this.text.charCodeAt(this.at) === minus) this.at += 1;
    const first = this.at;
    let code = this.text.charCodeAt(this.at);
    while (code >= zero && code <= nine) {
      this.at += 1;
      code = this.text.charCodeAt(this.at);
    }
    if (this.at === first) return this.fail('json-syntax', 'A number has no digits');
    if (this.at - first > 1 && this.text.charCodeAt(first) === zero) {
      return this.failAt(start, 'json-syntax', 'A number has a leading zero');
    }
    if (code === 0x2e || code === 0x65 || code === 0x45) {
      return this.failAt(start, 'json-number', 'A number has a fraction or an exponent');
    }
    const value = Number(this.text.slice(start, this.at));
    if (!Number.isSafeInteger(value)) {
      return this.failAt(start, 'json-number', 'A number is beyond ±(2^53−1)');
    }
    if (value === 0 && first > start) return this.failAt(start, 'json-number', 'A number is -0');
    return value;
  }

  private literal<T>(length: number, value: T): T {
    this.at += length;
    return value;
  }

  private skipSpace(): void {
    let code = this.text.charCodeAt(this.at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      this.at += 1;
      code = this.text.charCodeAt(this.at);
    }
  }

  private fail(code: LedgerErrorCode, message: string): never {
    return this.failAt(this.at, code, message);
  }

  private failAt(at: number, code: LedgerErrorCode, message: string, name?: string): never {
    const path = name === undefined ? this.path : [...this.path, name];
    const offset = new platform.TextEncoder().encode(this.text.slice(0, at)).length;
    throw new LedgerError(code, message, { pointer: formatPointer(path), offset });
  }
}
