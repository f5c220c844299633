/** An identity at a provider (OpenID Connect Core §2: `iss` and `sub` together name an end user). */
export interface IdentityName {
  readonly issuer: string;
  readonly subject: string;
}

/** As one text, which is sealed, and under which it is filed. */
export function formatIdentity({ issuer, subject }: IdentityName): string {
  return JSON.stringify([issuer, subject]);
}

export function parseIdentity(text: string): IdentityName {
  const [issuer = '', subject = ''] = JSON.parse(text) as string[];
  return { issuer, subject };
}
