import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import helmet from 'helmet';

/** What a page may load; anything not named is forbidden. Nothing may ever come from another host. */
export interface PagePolicy {
  /** The text of each inline style element, exactly as it stands between the tags. */
  readonly inlineStyles?: readonly string[];
  /** Script, image and fetch from our own host. */
  readonly ownScripts?: boolean;
  readonly ownImages?: boolean;
  /** WebAssembly that such a script has fetched; text is compiled by none (CSP Level 3 §2.3.1). */
  readonly ownWasm?: boolean;
  readonly dataImages?: boolean;
  readonly ownRequests?: boolean;
  /** The manifest of an installable page, from our own host. */
  readonly ownManifest?: boolean;
  /** Forms that post to our own host. */
  readonly ownForms?: boolean;
}

const self = "'self'";

/**
 * The Content-Security-Policy of a page (CSP Level 3): `default-src 'none'` and what the policy names.
 * Make it once per page, not per request.
 */
export function contentSecurityPolicy(page: PagePolicy = {}): string {
  const styles = (page.inlineStyles ?? []).map(hashSource);
  const images = [...(page.ownImages === true ? [self] : []), ...(page.dataImages === true ? ['data:'] : [])];
  const directives = [
    "default-src 'none'",
    ...(styles.length > 0 ? [`style-src ${styles.join(' ')}`] : []),
    ...(page.ownScripts === true
      ? [`script-src ${self}${page.ownWasm === true ? " 'wasm-unsafe-eval'" : ''}`]
      : []),
    ...(images.length > 0 ? [`img-src ${images.join(' ')}`] : []),
    ...(page.ownRequests === true ? [`connect-src ${self}`] : []),
    ...(page.ownManifest === true ? [`manifest-src ${self}`] : []),
    `form-action ${page.ownForms === true ? self : "'none'"}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return directives.join('; ');
}

/** The source expression that allows exactly one inline style (CSP Level 3 §2.3.1). */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** The Permissions-Policy of a page (W3C Permissions Policy) that asks, or does not ask, where the device is. */
export const permissionsPolicy = {
  noPosition: 'geolocation=()',
  ownPosition: 'geolocation=(self)',
} as const;

/**
 * The headers of every answer, by name in lower case. A handler that serves a page replaces the policy with its own,
 * and `cache-control` where an answer may be kept.
 */
export function securityHeaders(overTls: boolean): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const protect = helmet({
    contentSecurityPolicy: false,
    strictTransportSecurity: overTls ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Headers for browsers that have been gone for years.
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  const recorder = {
    setHeader(name: string, value: string) {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  // helmet only writes fixed headers here, so its answer is taken once and not computed for every request.
  protect({} as IncomingMessage, recorder as unknown as ServerResponse, () => undefined);
  headers['content-security-policy'] = contentSecurityPolicy();
  headers['permissions-policy'] = permissionsPolicy.noPosition;
  headers['cache-control'] = 'no-store';
  return headers;
}
