import { uuidv7 } from 'uuidv7';
import { DomainError } from '../http/problems.js';
import { isEventId } from '../ledger/names.js';

/**
 * The event id of a request: its `Idempotency-Key` header, or a new UUIDv7 when it has none. Without a key of its own
 * a client cannot tell, after a lost answer, whether it was recorded.
 *
 * @throws DomainError `validation` when the header is no UUIDv7 in lower case.
 */
export function eventIdOf(header: string | undefined): string {
  if (header === undefined) return uuidv7();
  if (isEventId(header)) return header;
  const detail = { zh: '事件号须是小写的 UUIDv7。', en: 'The event id must be a UUIDv7 in lower case.' };
  throw new DomainError('validation', detail, [{ pointer: '/Idempotency-Key', code: 'event-id', detail }]);
}
