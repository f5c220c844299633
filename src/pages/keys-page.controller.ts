import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import type { Language } from '../gs1/words.js';
import { ReaderLanguage } from '../http/language.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { utf8Encode } from '../ledger/bytes.js';
import { formatVerifierKey } from '../ledger/note.js';
import { parseTrust, type Trust } from '../ledger/trust.js';
import { Keyring, type RegisteredKey } from '../log/keyring.js';
import { TrustFile } from '../parties/trust-file.js';
import { pageHeaders, pageView } from '../scan/pages.js';
import { renderKeysPage, type KeysPage } from '../web/keys-page.js';

/** The keys that a verifier needs, for people: of labels, of the log and of its witnesses. */
@ApiExcludeController()
@Controller('keys')
@Public()
@RateLimit('scan')
export class KeysPageController {
  constructor(
    private readonly keyring: Keyring,
    private readonly trust: TrustFile,
    private readonly mark: DemoMark,
  ) {}

  @Get()
  async page(
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const trust = parseTrust(utf8Encode((await this.trust.text()).body));
    const keys = keysOf(trust, await this.keyring.labelKeys());
    void reply.headers(pageHeaders);
    return renderKeysPage(pageView(request.url, language, this.mark.isDemo), keys);
  }
}

function keysOf({ operator, policy, successions }: Trust, labels: readonly RegisteredKey[]): KeysPage {
  return {
    operator,
    labels: labels.map(({ publicKey: { kid }, validFrom, revokedFrom }) => ({
      thumbprint: kid,
      validFrom: validFrom.toISOString(),
      revokedFrom: revokedFrom?.toISOString() ?? null,
    })),
    logs: policy.logs.map((log) => {
      const end = successions.find(({ ended }) => formatVerifierKey(ended) === formatVerifierKey(log));
      return { name: log.name, vkey: formatVerifierKey(log), endedAt: end?.last.size ?? null };
    }),
    witnesses: policy.witnesses.map(({ name, key }) => ({ name, vkey: formatVerifierKey(key) })),
  };
}
