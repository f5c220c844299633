import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** RFC 6749 §5.2, each with its status. */
export const oauthErrors = {
  invalid_request: 400,
  invalid_client: 401,
  unsupported_grant_type: 400,
  invalid_scope: 400,
} as const;
export type OAuthErrorCode = keyof typeof oauthErrors;

/** A refusal of the token endpoint. Clients read the code; the sentence is for whoever writes them. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';

  constructor(
    readonly code: OAuthErrorCode,
    readonly description: string,
  ) {
    super(`${code}: ${description}`);
  }
}

/**
 * Answers an OAuthError as RFC 6749 §5.2 has it, which every OAuth library expects: the one exception to the problem
 * documents. Every other error goes on to the filter of all routes.
 */
@Catch(OAuthError)
export class OAuthErrorFilter implements ExceptionFilter {
  catch(error: OAuthError, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const status = oauthErrors[error.code];
    if (status === 401) void reply.header('www-authenticate', 'Basic realm="furrow"');
    void reply
      .code(status)
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify({ error: error.code, error_description: error.description }));
  }
}
