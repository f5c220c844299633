/** What a machine may be allowed, each a few routes that state it (`Scoped`); what it is, for the OpenAPI document. */
export const scopes = {
  'batches:read': 'Batches, their events and evidence',
  'batches:write': 'Open batches',
  'events:write': 'Record events on batches',
  'labels:read': 'Label sets and their sheets',
  'labels:write': 'Issue label sets',
  'organizations:read': 'Organizations and their keys',
  'products:read': 'Products',
  'products:write': 'Add products',
  'recalls:read': 'Recalls and notices of them',
  'recalls:write': 'Open and withdraw recalls, acknowledge notices',
  'sites:read': 'Sites',
  'sites:write': 'Add sites',
} as const;

export type Scope = keyof typeof scopes;
export const scopeNames = Object.keys(scopes) as Scope[];

export function isScope(text: string): text is Scope {
  return Object.hasOwn(scopes, text);
}
