/** The identity provider with which people may sign in. */
export interface OidcSettings {
  /** As the provider names itself in its tokens. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/**
 * `OIDC_ISSUER` with the client that was registered there; null when none of the three is set.
 *
 * @throws Error naming the variable that is missing or wrong.
 */
export function readOidc(
  issuer: string | null,
  clientId: string | null,
  clientSecret: string | null,
): OidcSettings | null {
  if (issuer === null && clientId === null && clientSecret === null) return null;
  if (issuer === null)
    throw new Error('OIDC_ISSUER: must be set when OIDC_CLIENT_ID or OIDC_CLIENT_SECRET is');
  if (clientId === null) throw new Error('OIDC_CLIENT_ID: must be set when OIDC_ISSUER is');
  if (clientSecret === null)
    throw new Error('OIDC_CLIENT_SECRET: must be set, or OIDC_CLIENT_SECRET_FILE, when OIDC_ISSUER is');
  if (!isIssuer(issuer)) {
    throw new Error(
      'OIDC_ISSUER: must be an address like https://id.example.org/realm, without a query; http only on this machine',
    );
  }
  return { issuer, clientId, clientSecret };
}

/** OpenID Connect Discovery 1.0 §2: https, host, optionally port and path. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, search, hash } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && loopback.includes(hostname));
  return isSafe && username === '' && search === '' && hash === '';
}
