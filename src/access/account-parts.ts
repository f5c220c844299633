/** What an account has several of, and is sealed under its key: as what. */
export const partNames = {
  client: 'session-client',
  passkey: 'passkey-name',
  identity: 'identity',
  device: 'device-name',
} as const;

/** As what one of several is sealed. */
export function partOf(kind: keyof typeof partNames, id: string): string {
  return `${partNames[kind]}/${id}`;
}
