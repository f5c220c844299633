import { createHmac } from 'node:crypto';

/** An account of PostgreSQL that may sign in. */
export interface Login {
  readonly name: string;
  readonly password: string;
}

/**
 * The login for what is asked in an actor's name, a member of `furrow_tenant`: it follows from the service's own, so
 * that whoever can connect as the service can connect as this one, and nobody else.
 */
export function tenantLogin(service: Login): Login {
  return {
    name: service.name.replace(/^furrow_app_/, 'furrow_tenant_'),
    password: createHmac('sha256', service.password).update('furrow_tenant').digest('base64url'),
  };
}

/** The address of the service's database for the tenants' login. */
export function tenantUrl(serviceUrl: string): string {
  const { searchParams, username, password } = new URL(serviceUrl);
  const service = {
    name: searchParams.get('user') ?? decodeURIComponent(username),
    password: searchParams.get('password') ?? decodeURIComponent(password),
  };
  return urlFor(serviceUrl, tenantLogin(service));
}

/**
 * The same address for another account. It goes into the query, which counts before what stands before the host: an
 * owner named there would otherwise stay, and an address without a host has no other place for it.
 */
export function urlFor(address: string, login: Login): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.searchParams.set('user', login.name);
  url.searchParams.set('password', login.password);
  return url.toString();
}
