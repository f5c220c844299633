import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../config/settings.js';

/** Members whose values are never written, at the top of a line or one below. */
const secretMembers = [
  'password',
  'authorization',
  'cookie',
  'set-cookie',
  'accessToken',
  'refreshToken',
  'token',
  'secret',
  'totp',
  'pin',
  'masterKey',
  'databaseUrl',
  'phone',
  'idNumber',
  // Of PostgreSQL's errors: values of statements, and the row that was refused.
  'parameters',
  'detail',
];

/**
 * The service's one log: a JSON object a line. Secrets and personal data are kept out where lines are made; the
 * redaction is the second fence.
 */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { req: methodOnly, res: statusOnly },
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: [...secretMembers.flatMap((name) => [`["${name}"]`, `*["${name}"]`]), '*.driverError.detail'],
      censor: '[redacted]',
    },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** What the HTTP server would add to its own lines is cut down: addresses hold codes, headers hold tokens. */
function methodOnly(request: { readonly method?: string }): object {
  return { method: request.method };
}

function statusOnly(reply: { readonly statusCode?: number }): object {
  return { status: reply.statusCode };
}

/** Nest's own lines, in the same log. What it says while it wires modules is of interest to developers only. */
export class NestLog implements LoggerService {
  constructor(private readonly lines: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.write('debug', message, context);
  }
  error(message: unknown, ...rest: readonly unknown[]): void {
    this.write('error', message, rest.at(-1));
  }
  warn(message: unknown, context?: unknown): void {
    this.write('warn', message, context);
  }
  debug(message: unknown, context?: unknown): void {
    this.write('debug', message, context);
  }
  verbose(message: unknown, context?: unknown): void {
    this.write('trace', message, context);
  }

  private write(level: 'error' | 'warn' | 'debug' | 'trace', message: unknown, context: unknown): void {
    if (message instanceof Error) this.lines[level]({ err: message, context }, message.message);
    else this.lines[level]({ context }, String(message));
  }
}
