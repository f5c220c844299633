import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import { notFound } from '../access/authorize.js';
import type { BatchIdentity } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { DemoMark } from '../access/demo-mark.js';
import { Config } from '../config/config.js';
import { quantityText } from '../events/kinds/amounts.js';
import { civilDate } from '../events/kinds/dates.js';
import { fault } from '../events/kinds/faults.js';
import { buildPlainPath, buildScanUri } from '../gs1/digital-link.js';
import { certificateBases, certificateTypes, compliancePromises } from '../gs1/vocabulary.js';
import { fill, say, type Language, type Words } from '../gs1/words.js';
import { DomainError, refused } from '../http/problems.js';
import { pageOf, type Page } from '../http/paging.js';
import { qrMatrix, quietModules, svgPathOf } from '../labels/qr.js';
import { addPage, drawMarks, openPdf, written } from '../labels/sheet-pdf.js';
import type { SheetFile } from '../labels/sheet-reply.js';
import { labelFonts } from '../labels/text-font.js';
import { renderCertificatePage, type PrintedCertificate } from '../web/certificate-page.js';
import { drawCertificate, type CertificateSize } from './certificate-drawing.js';
import { CertificateReader } from './certificate-reader.js';
import type { CertificateStanding } from './certificate-standing.js';
import { tellCertificate, tellDoubt } from './certificate-words.js';
import type { CertificateDto } from './certificates.dto.js';

/** Certificates by batch and the number of the entry that issued them. */
interface CertificateAddress {
  readonly batch: string;
  readonly seq: number;
}

const captions = {
  product: { zh: '产品名称', en: 'Product' },
  quantity: { zh: '数量（重量）', en: 'Quantity' },
  origin: { zh: '产地', en: 'Origin' },
  issuedOn: { zh: '开具日期', en: 'Date of issue' },
  issuer: { zh: '承诺主体', en: 'Promised by' },
  contact: { zh: '联系方式', en: 'Contact' },
  reportNo: { zh: '检测报告编号', en: 'Test report' },
} as const satisfies Record<string, Words>;

/** The certificates of batches, listed and printed. */
@Injectable()
export class CertificatesService {
  constructor(
    private readonly batches: BatchesService,
    private readonly reader: CertificateReader,
    private readonly config: Config,
    private readonly mark: DemoMark,
  ) {}

  /**
   * Certificates issued after the entry `after`, oldest first, as they stand on a day.
   *
   * @throws DomainError `not-found`; `validation` for a day that has not come.
   */
  async list(
    actor: Actor,
    batchId: string,
    asked: { readonly on?: string; readonly after: number; readonly limit: number },
    language: Language,
  ): Promise<Page<CertificateDto> & { readonly on: string }> {
    const batch = await this.batches.require(actor, batchId);
    const today = civilDate(new Date().toISOString());
    const on = asked.on ?? today;
    if (on > today) throw refused(fault('/query/on', 'future'));
    const all = on === today ? await this.reader.today(batch, today) : await this.reader.onDay(batch, on);
    const rows = all.filter(({ entry }) => entry.seq > asked.after).slice(0, asked.limit + 1);
    const page = pageOf(
      rows,
      asked.limit,
      ({ entry }) => String(entry.seq),
      (standing) => tellCertificate(standing, language),
    );
    return { ...page, on };
  }

  /** The certificate as PDF. @throws DomainError `not-found`, `certificate-not-valid`. */
  async pdf(
    actor: Actor,
    at: CertificateAddress,
    size: CertificateSize,
    language: Language,
  ): Promise<SheetFile> {
    const { batch, standing } = await this.printable(actor, at);
    const drawing = drawCertificate(labelFonts(), this.printed(batch, standing), size, language);
    async function* parts(): SheetFile['parts'] {
      const pdf = openPdf(drawing.title, new Date(standing.entry.recordedAt));
      addPage(pdf, drawing);
      drawMarks(pdf, drawing.marks, { x: 0, y: 0 });
      pdf.end();
      yield* await Promise.resolve(written(pdf));
    }
    const fileName = `certificate-${batch.lot ?? batch.code}-${at.seq}.pdf`;
    return { mediaType: 'application/pdf', fileName, parts: parts() };
  }

  /** The certificate as a page. @throws as `pdf`. */
  async page(actor: Actor, at: CertificateAddress, language: Language): Promise<string> {
    const { batch, standing } = await this.printable(actor, at);
    const printed = this.printed(batch, standing);
    const matrix = qrMatrix(printed.uri);
    const side = matrix.size + 2 * quietModules;
    return renderCertificatePage(
      printed,
      { side, path: svgPathOf(matrix, quietModules, quietModules) },
      { language, demo: this.mark.isDemo },
    );
  }

  /** A compliance certificate that holds now: what does not hold is not printed. */
  private async printable(
    actor: Actor,
    { batch: id, seq }: CertificateAddress,
  ): Promise<{ batch: BatchIdentity; standing: CertificateStanding }> {
    const batch = await this.batches.require(actor, id);
    const all = await this.reader.today(batch, civilDate(new Date().toISOString()));
    const standing = all.find(({ entry, data }) => entry.seq === seq && data.type === 'compliance');
    if (standing === undefined) throw notFound();
    if (standing.state !== 'valid') throw notValid(standing);
    return { batch, standing };
  }

  private printed(batch: BatchIdentity, { entry, data }: CertificateStanding): PrintedCertificate {
    const quantity = data.quantity === undefined ? undefined : quantityText(data.quantity, 'zh-CN');
    const rows = (Object.keys(captions) as (keyof typeof captions)[]).flatMap((name) => {
      const text = name === 'quantity' ? quantity : data[name];
      return text === undefined ? [] : [{ caption: captions[name], value: text }];
    });
    const promise = data.promise ?? '';
    const known = Object.values(compliancePromises).find(({ zh }) => zh === promise);
    return {
      title: certificateTypes.compliance,
      rows,
      promise: known ?? { zh: promise, en: '' },
      bases: Object.entries(certificateBases).map(([name, words]) => ({
        words,
        ticked: (data.basis as readonly string[] | undefined)?.includes(name) === true,
      })),
      code: batch.code,
      seq: entry.seq,
      uri: buildScanUri(this.config.publicUrl, buildPlainPath(batch.code), null),
    };
  }
}

const stateWords: Readonly<Record<Exclude<CertificateStanding['state'], 'valid'>, Words>> = {
  revoked: { zh: '这张合格证已撤销（第 {seq} 条）。', en: 'This certificate was revoked (entry {seq}).' },
  suspended: { zh: '这张合格证已暂停（第 {seq} 条）。', en: 'This certificate is suspended (entry {seq}).' },
  challenged: { zh: '这张合格证存疑：{why}。', en: 'This certificate is in doubt: {why}.' },
  expired: { zh: '这张合格证已过期。', en: 'This certificate has expired.' },
};

function notValid({ state, doubts, withdrawnBy }: CertificateStanding): DomainError {
  if (state === 'valid') throw new Error('it is valid');
  const why = (language: Language): string => doubts.map((doubt) => tellDoubt(doubt, language)).join('；');
  const text = (language: Language): string =>
    fill(fill(say(stateWords[state], language), { seq: withdrawnBy ?? 0 }), { why: why(language) });
  return new DomainError('certificate-not-valid', { zh: text('zh-CN'), en: text('en') });
}
