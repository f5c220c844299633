import { isUuid } from '../../ledger/names.js';
import { isScope, type Scope } from '../scopes.js';
import { OAuthError } from './oauth-error.js';

/** What a client sends to get a token: who it says it is, and the scopes it asks for; null asks for all it has. */
export interface TokenRequest {
  readonly clientId: string;
  readonly secret: string;
  readonly scopes: readonly Scope[] | null;
}

const once = ['grant_type', 'scope', 'client_id', 'client_secret'];

/**
 * Reads a request for a token (RFC 6749 §4.4.2) whose client is named by client_secret_basic or client_secret_post
 * (§2.3.1), and by one of them. Parameters nobody knows are ignored (§3.2).
 *
 * @throws OAuthError `invalid_request`, `invalid_client`, `unsupported_grant_type`, `invalid_scope`.
 */
export function readTokenRequest(form: URLSearchParams, authorization: string | undefined): TokenRequest {
  const repeated = once.find((name) => form.getAll(name).length > 1);
  if (repeated !== undefined) throw new OAuthError('invalid_request', `${repeated} is there more than once`);
  const grant = form.get('grant_type') ?? '';
  if (grant === '') throw new OAuthError('invalid_request', 'grant_type is missing');
  if (grant !== 'client_credentials')
    throw new OAuthError('unsupported_grant_type', 'only client_credentials is supported');
  return { ...readClient(form, authorization), scopes: readScopes(form.get('scope')) };
}

function readClient(
  form: URLSearchParams,
  authorization: string | undefined,
): Pick<TokenRequest, 'clientId' | 'secret'> {
  const inBody = form.get('client_secret');
  if (authorization !== undefined && inBody !== null)
    throw new OAuthError('invalid_request', 'the client authenticates in two ways at once');
  const named =
    authorization === undefined
      ? { clientId: form.get('client_id') ?? '', secret: inBody ?? '' }
      : readBasic(authorization);
  const other = form.get('client_id') ?? named.clientId;
  if (!isUuid(named.clientId) || other !== named.clientId || named.secret === '') throw unknownClient();
  return named;
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined and encoded (RFC 7617). */
function readBasic(authorization: string): Pick<TokenRequest, 'clientId' | 'secret'> {
  const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization)?.[1] ?? '';
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) throw unknownClient();
  return { clientId: decodeForm(text.slice(0, colon)), secret: decodeForm(text.slice(colon + 1)) };
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw unknownClient();
  }
}

/** RFC 6749 §3.3: names with one space between. */
function readScopes(text: string | null): readonly Scope[] | null {
  if (text === null || text === '') return null;
  const names = text.split(' ');
  if (!names.every(isScope)) throw scopeNotHeld();
  return [...new Set(names)];
}

/** One answer for an unknown client, a wrong secret, and a client that is revoked or has expired. */
export function unknownClient(): OAuthError {
  return new OAuthError('invalid_client', 'no client in use has this id and secret');
}

export function scopeNotHeld(): OAuthError {
  return new OAuthError('invalid_scope', 'the client does not have every scope that it asks for');
}
