/**
 * For whom a private field is, beside the organization that states it (domain.md §8), widest first: `partner` the other
 * side of that very trade and the organization whose batch it is, `regulator` who watches over the batch's region,
 * `nobody` no one else. Whom a narrower audience lets see, a wider one does, too.
 */
export const audiences = ['partner', 'regulator', 'nobody'] as const;
export type Audience = (typeof audiences)[number];

/** As what somebody reads an entry. `issuer`: a member of the organization that states it. */
export type Reader = 'public' | 'partner' | 'regulator' | 'issuer';

const seenBy: Readonly<Record<Reader, readonly Audience[]>> = {
  public: [],
  partner: ['partner'],
  regulator: ['partner', 'regulator'],
  issuer: audiences,
};

/** Whether a reader sees a private field that is for this audience. */
export function maySee(reader: Reader, audience: Audience): boolean {
  return seenBy[reader].includes(audience);
}
