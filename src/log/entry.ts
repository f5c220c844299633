/** One chain: its home organization and its id; chain_id = organization_id is the organization's own chain. */
export interface ChainRef {
  readonly organizationId: string;
  readonly chainId: string;
}

/** The head of a chain: dense sequence number (0 = no entry yet), leaf hash of that entry, its recorded time. */
export interface Head extends ChainRef {
  readonly seq: number;
  readonly leafHash: Uint8Array;
  readonly recordedAtMs: number;
}

/** An entry as stored: the bytes that were hashed, and where they stand. */
export interface StoredEntry extends ChainRef {
  readonly seq: number;
  readonly eventId: string;
  readonly leafHash: Uint8Array;
  readonly entry: Uint8Array;
}

/** A disclosure under its subject's key (RFC 9901; ledger.md §9). */
export interface SealedDisclosure {
  readonly digest: Uint8Array;
  readonly subjectId: string;
  /** Kind of the records it belongs to, where it names a person; lower-case letters and hyphens. */
  readonly recordKind: string | null;
  readonly sealed: Uint8Array;
}
