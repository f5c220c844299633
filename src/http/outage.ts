/**
 * What a database error says about the outcome of a request.
 *
 * `refused`: nothing was sent or nothing stored, trying again is safe. `lost`: the connection broke while PostgreSQL was
 * working, so what became of it is not known. `data`: a value that PostgreSQL cannot hold (class 22). `null`: another
 * error, or none of the database.
 */
export type DatabaseFault = 'refused' | 'lost' | 'data' | null;

/** SQLSTATE classes and codes (PostgreSQL manual, appendix A), and Node's codes of a connection that was never made. */
const refusedCodes = new Set([
  'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT',
  '53100', '53200', '53300', '53400', '57P03', '57014', '55P03', '40001', '40P01', '25006', '08001', '08004',
]); // prettier-ignore
const lostCodes = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P05',
  '08000',
  '08003',
  '08006',
]);
const refusedMessage = /timeout exceeded when trying to connect|cannot use a pool after calling end/i;
const lostMessage = /connection terminated|client has encountered a connection error|query read timeout/i;
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
  if (refusedCodes.has(code)) return 'refused';
  if (lostCodes.has(code)) return 'lost';
  if (/^22[0-9A-Z]{3}$/.test(code)) return 'data';
  if (refusedMessage.test(error.message)) return 'refused';
  return lostMessage.test(error.message) ? 'lost' : null;
}
