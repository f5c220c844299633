const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const uuidText = new RegExp(`^${uuid}$`);
const chainName = new RegExp(`^(?:batch|org)/${uuid}$`);
const personName = new RegExp(`^person/(${uuid})$`);
const organizationName = new RegExp(`^org/${uuid}$`);
const eventId = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const logOrigin = /^[a-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+)*$/;
const logOriginLengthMax = 255;

/** A UUID in lower case, of any version (RFC 9562 §4). */
export function isUuid(text: string): boolean {
  return uuidText.test(text);
}

/** `batch/<uuid>` or `org/<uuid>`, the UUID in lower case (RFC 9562 §4). */
export function isChainName(text: string): boolean {
  return chainName.test(text);
}

/** `org/<uuid>`: who says a statement, and the chain of its own. */
export function isOrganizationName(text: string): boolean {
  return organizationName.test(text);
}

/** The id in `person/<uuid>`, by which a private field names a natural person; null for every other value. */
export function personIn(value: unknown): string | null {
  return typeof value === 'string' ? (personName.exec(value)?.[1] ?? null) : null;
}

/** A UUIDv7 in lower case (RFC 9562 §5.7). */
export function isEventId(text: string): boolean {
  return eventId.test(text);
}

/**
 * A log's name as C2SP tlog-checkpoint asks: a URL without scheme, with neither spaces nor plus signs; here in
 * lower-case host and unreserved path characters, so that it needs no escaping in JSON.
 */
export function isLogOrigin(text: string): boolean {
  return text.length <= logOriginLengthMax && logOrigin.test(text);
}
