import { Injectable } from '@nestjs/common';
import { DomainError, type FieldFault } from '../http/problems.js';
import { LedgerError } from '../ledger/errors.js';
import { Keyring } from '../log/keyring.js';
import { isListSigned, parseListSignature, type ListSignature } from './list-signature.js';

const pointer = '/query/signature';

/**
 * Verifies the signature with which the body that issues a list may sign it. Its key is one that an organization of the
 * ledger registered for itself, so that everybody finds it in the log; there is no list of issuers to configure.
 */
@Injectable()
export class ListIssuers {
  constructor(private readonly keyring: Keyring) {}

  /**
   * The id of the organization whose key signed this version of the list.
   *
   * @throws DomainError `key-not-accepted`, `statement-not-accepted`.
   */
  async verify(
    signature: string,
    signed: { readonly list: string; readonly content: Uint8Array },
  ): Promise<string> {
    const parsed = parse(signature);
    if (parsed === null) throw notAccepted('form', formWords);
    const key = await this.keyring.find(parsed.kid);
    const now = Date.now();
    const isValid =
      key?.purpose === 'participant' &&
      key.validFrom.getTime() <= now &&
      (key.revokedFrom === null || key.revokedFrom.getTime() > now);
    if (!isValid) throw keyNotAccepted();
    if (!isListSigned(parsed, key.publicKey, signed)) throw notAccepted('signature', unfitWords);
    return key.organizationId;
  }
}

function parse(text: string): ListSignature | null {
  try {
    return parseListSignature(text);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

const formWords = {
  zh: '须是分离载荷的 JWS（<头部>..<签名>），头部恰好是规范 JSON 的 alg、kid、list、typ。',
  en: 'Must be a JWS with detached payload, <header>..<signature>, its header exactly alg, kid, list and typ in canonical JSON.',
};
const unfitWords = {
  zh: '签名与清单的名称、版本或内容不符。',
  en: 'The signature does not fit the name, the version or the bytes of the list.',
};

function notAccepted(code: string, detail: FieldFault['detail']): DomainError {
  return new DomainError('statement-not-accepted', detail, [{ pointer, code, detail }]);
}

function keyNotAccepted(): DomainError {
  const detail = {
    zh: '这把密钥没有登记，或者已经失效。',
    en: 'This key is not registered, or no longer valid.',
  };
  return new DomainError('key-not-accepted', detail, [{ pointer, code: 'key', detail }]);
}
