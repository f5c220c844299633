/**
 * What a database error says about the outcome of a request.
 *
 * `refused`: nothing was sent or nothing stored, trying again is safe. `lost`: the connection broke while PostgreSQL was
 * working, so what became of it is not known. `data`: a value that PostgreSQL cannot hold (class 22). `null`: another
 * error, or none of the database.
 */
export type DatabaseFault = 'refused' | 'lost' | 'data' | null;

/** SQLSTATEs (PostgreSQL manual, appendix A): no connection or resources, disk, cancelled, locked out, read-only, restarting. */
const refusedStates = /^(08001|08004|25006|3D000|40001|40P01|53...|55P03|57014|57P03|58...)$/;
const lostStates = /^(08000|08003|08006|25P03|57P01|57P02|57P05|XX...)$/;
/** Node's codes, which only mean the network together with the system call that failed. */
const connectCalls = new Set(['connect', 'getaddrinfo']);
const lostSystemCodes = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const refusedMessage =
  /timeout exceeded when trying to connect|^timeout expired$|cannot use a pool after calling end/i;
const lostMessage =
  /connection terminated|query read timeout|client has encountered a connection error|client was closed/i;
/** Errors wrap one another; nobody wraps deeper than this. */
const depthMax = 5;

/** Looks through an error and what it wraps (TypeORM's `driverError`, `cause`, the parts of an AggregateError). */
export function databaseFault(error: unknown, depth = 0): DatabaseFault {
  if (!(error instanceof Error) || depth > depthMax) return null;
  const own = ownFault(error);
  if (own !== null) return own;
  const inner = [
    'driverError' in error ? error.driverError : undefined,
    error.cause,
    ...(error instanceof AggregateError ? (error.errors as unknown[]) : []),
  ];
  for (const wrapped of inner) {
    const fault = databaseFault(wrapped, depth + 1);
    if (fault !== null) return fault;
  }
  return null;
}

function ownFault(error: Error): DatabaseFault {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const systemCall = 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : '';
  if (refusedStates.test(code) || connectCalls.has(systemCall)) return 'refused';
  if (lostStates.test(code) || (systemCall !== '' && lostSystemCodes.has(code))) return 'lost';
  if (/^22[0-9A-Z]{3}$/.test(code)) return 'data';
  if (refusedMessage.test(error.message)) return 'refused';
  return lostMessage.test(error.message) ? 'lost' : null;
}
