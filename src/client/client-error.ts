/** Why the client does not do what it was asked for. Closed. */
export type ClientErrorCode =
  | 'kind-unknown'
  | 'attachment-unfit'
  | 'key-missing'
  | 'queue-malformed'
  | 'queue-not-empty'
  | 'unreachable'
  | 'refused';

/** A call that cannot be done; nothing was changed by it. The message is English, for logs and developers. */
export class ClientError extends Error {
  override readonly name = 'ClientError';

  constructor(
    readonly code: ClientErrorCode,
    message: string,
    /** For `refused`: the problem (RFC 9457) that the service answered with. */
    readonly problem: { readonly type: string; readonly detail: string } | null = null,
  ) {
    super(message);
  }
}
