import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/access.decorators.js';
import { DemoMark } from '../access/demo-mark.js';
import { EvidenceService } from '../audit/evidence.service.js';
import { parseScanUri, type ScanUri } from '../gs1/digital-link.js';
import type { Language } from '../gs1/words.js';
import { ReaderLanguage } from '../http/language.js';
import { DomainError } from '../http/problems.js';
import { RateLimit } from '../http/rate-limit.guard.js';
import { utf8Encode } from '../ledger/bytes.js';
import { evidenceMediaType } from '../ledger/evidence.js';
import { parseTrust } from '../ledger/trust.js';
import { verifyEvidence } from '../ledger/verify.js';
import { TrustFile } from '../parties/trust-file.js';
import { DemoLabels } from '../scan/demo-labels.js';
import { LabelChecker } from '../scan/label-checker.js';
import { PageScript } from '../scan/page-script.js';
import { pageView, scriptedHeaders } from '../scan/pages.js';
import { renderAlteredPage } from '../web/altered-page.js';
import { alterEvidence, type AlteredEvidence } from './altered-evidence.js';

/** A record that was altered, and how that is found: a copy of the evidence of the demo's first label. */
@ApiExcludeController()
@Controller('demo/altered')
@Public()
@RateLimit('scan')
export class AlteredController {
  constructor(
    private readonly demo: DemoLabels,
    private readonly mark: DemoMark,
    private readonly labels: LabelChecker,
    private readonly evidence: EvidenceService,
    private readonly trust: TrustFile,
    private readonly script: PageScript,
  ) {}

  @Get()
  async page(
    @Req() request: FastifyRequest,
    @ReaderLanguage() language: Language,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { scanned, code, altered } = await this.made();
    const { kid } = await this.labels.signature(scanned);
    const labelKey = kid === null ? null : await this.labels.publicPart(kid);
    const trust = parseTrust(utf8Encode((await this.trust.text()).body));
    const { checks } = verifyEvidence(altered.bytes, trust, { code });
    void reply.headers(scriptedHeaders);
    const { seq, before, after } = altered;
    const path = scanned.token === null ? scanned.path : `${scanned.path}?s=${scanned.token}`;
    const facts = { path, code, labelKey, seq, before, after, checks, script: this.script.path };
    return renderAlteredPage(pageView(request.url, language, this.mark.isDemo), facts);
  }

  @Get('evidence')
  async file(@Res() reply: FastifyReply): Promise<void> {
    const { altered } = await this.made();
    void reply
      .header('content-type', evidenceMediaType)
      .header('content-disposition', 'attachment; filename="altered.json"')
      .send(Buffer.from(altered.bytes));
  }

  /** @throws DomainError `not-found` where there is no demo; `not-in-log` until its record is in the log. */
  private async made(): Promise<{ scanned: ScanUri; code: string; altered: AlteredEvidence }> {
    const [link] = this.mark.isDemo ? await this.demo.list() : [];
    const scanned = link === undefined ? null : parseScanUri(link.path);
    const code = scanned === null ? null : scanned.form === 'plain' ? scanned.code : scanned.serial;
    const altered = code === null ? null : alterEvidence(await this.evidence.forCode(code));
    if (scanned === null || code === null || altered === null)
      throw new DomainError('not-found', {
        zh: '这里没有装演示数据。',
        en: 'This service holds no demo data.',
      });
    return { scanned, code, altered };
  }
}
