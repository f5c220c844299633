import { Injectable } from '@nestjs/common';
import type { Actor } from '../access/actor.js';
import type { BatchIdentity, LabelRun } from '../batches/batch.js';
import { BatchesService } from '../batches/batches.service.js';
import { onHold } from '../batches/refusals.js';
import { CertificateReader } from '../certificates/certificate-reader.js';
import { civilDate } from '../events/kinds/dates.js';
import { fault } from '../events/kinds/faults.js';
import { certificateTypes } from '../gs1/vocabulary.js';
import { say, type Language } from '../gs1/words.js';
import { DomainError, refused } from '../http/problems.js';
import { Keyring, labelKeyRevoked } from '../log/keyring.js';
import type { LabelArtwork } from './artwork.js';
import { LabelWriter, type LabelSelection, type SetFacts } from './label-writer.js';
import { LabelsService } from './labels.service.js';
import { fitsOf } from './layout-fit.js';
import { getLayout, labelsPerPage } from './layouts.js';
import { codeSvg, qrMatrix } from './qr.js';
import { sheetCsv } from './sheet-csv.js';
import { drawLabel, type DrawingOptions } from './sheet-label.js';
import { drawPage } from './sheet-page.js';
import { sheetPdf } from './sheet-pdf.js';
import { requirePlace, type SheetPlace } from './sheet-place.js';
import { codePng, drawingPng } from './sheet-png.js';
import type { SheetFile } from './sheet-reply.js';
import { drawingSvg } from './sheet-svg.js';
import { sheetZpl } from './sheet-zpl.js';
import type {
  LabelRangeQuery,
  LayoutDto,
  LayoutsQuery,
  PdfQuery,
  PngQuery,
  PrintQuery,
  SvgQuery,
  ZplQuery,
} from './sheets.dto.js';
import { labelFonts } from './text-font.js';

/** A set by the ids in its address. */
export interface SetAddress {
  readonly batch: string;
  readonly set: string;
}

/** What a picture shows: label `number`, and on a sheet those that follow it. */
interface AskedPicture {
  readonly number: number;
  readonly countMax: number;
}

type Asked = (LabelRangeQuery | AskedPicture) & { readonly words?: 'none' | 'certificate' };

/** A set with those of its labels that are asked for. */
interface Printable {
  readonly facts: SetFacts;
  readonly labels: LabelSelection;
}

/**
 * Labels as a user prints them. Void labels are left out; where nothing else is asked for, the batch is on hold or the
 * key of the set is revoked, printing is refused: it looks forward.
 */
@Injectable()
export class SheetsService {
  constructor(
    private readonly labels: LabelsService,
    private readonly batches: BatchesService,
    private readonly keyring: Keyring,
    private readonly writer: LabelWriter,
    private readonly certificates: CertificateReader,
  ) {}

  /** @throws DomainError `validation`, `on-hold`, `labels-void`, `label-key-revoked`, as all that follow. */
  async pdf(actor: Actor, at: SetAddress, query: PdfQuery): Promise<SheetFile> {
    const { facts, labels } = await this.printable(actor, at, query);
    const { dpi, start } = query;
    const options = {
      ...printing(facts, query),
      start,
      createdAt: new Date(),
      ...(dpi === undefined ? {} : { dpi }),
    };
    const parts = sheetPdf(this.writer.artworks(facts, labels, query.lang), getLayout(query.layout), options);
    return { mediaType: 'application/pdf', fileName: `${fileStem('labels', facts, labels)}.pdf`, parts };
  }

  async zpl(actor: Actor, at: SetAddress, query: ZplQuery): Promise<SheetFile> {
    const { facts, labels } = await this.printable(actor, at, query);
    const options = { ...printing(facts, query), dpi: query.dpi };
    const parts = sheetZpl(this.writer.artworks(facts, labels, query.lang), getLayout(query.layout), options);
    // No media type is registered for ZPL.
    const mediaType = 'application/octet-stream';
    return { mediaType, fileName: `${fileStem('labels', facts, labels)}.zpl`, parts };
  }

  async csv(actor: Actor, at: SetAddress, query: LabelRangeQuery): Promise<SheetFile> {
    const { facts, labels } = await this.printable(actor, at, query);
    const parts = sheetCsv(this.writer.artworks(facts, labels, 'zh-CN'));
    const mediaType = 'text/csv; charset=utf-8; header=present';
    return { mediaType, fileName: `${fileStem('labels', facts, labels)}.csv`, parts };
  }

  async svg(actor: Actor, at: SetAddress, query: SvgQuery): Promise<SheetFile> {
    const { lang, number, part, start, words } = query;
    if (start !== 1 && part !== 'page') throw refused(fault('/query/start', 'not-applicable'));
    const layout = getLayout(query.layout);
    requirePlace(layout, { start });
    const asked = { number, words, countMax: part === 'page' ? labelsPerPage(layout) - start + 1 : 1 };
    const { facts, labels } = await this.printable(actor, at, asked);
    const artworks = this.writer.artworks(facts, labels, lang);
    const options = { form: facts.set.form, language: lang, start };
    const draw = {
      page: async () => drawingSvg(await drawPage(artworks, layout, options)),
      label: async () => drawingSvg(drawLabel(labelFonts(), await only(artworks, asked), layout, options)),
      code: async () => codeSvg((await only(artworks, asked)).uri),
    };
    return picture('image/svg+xml', `${fileStem(part, facts, labels)}.svg`, await draw[part]());
  }

  async png(actor: Actor, at: SetAddress, query: PngQuery): Promise<SheetFile> {
    const { dpi, lang, number, part, words } = query;
    const asked = { number, words, countMax: 1 };
    const { facts, labels } = await this.printable(actor, at, asked);
    const artwork = await only(this.writer.artworks(facts, labels, lang), asked);
    const options = { form: facts.set.form, language: lang, dpi };
    const png =
      part === 'code'
        ? await codePng(artwork.uri)
        : await drawingPng(drawLabel(labelFonts(), artwork, getLayout(query.layout), options), dpi);
    return picture('image/png', `${fileStem(part, facts, labels)}.png`, png);
  }

  /** Every layout with the light of this set's codes on it. @throws DomainError `not-found`, `forbidden`. */
  async layouts(
    actor: Actor,
    at: SetAddress,
    { dpi }: LayoutsQuery,
    language: Language,
  ): Promise<LayoutDto[]> {
    const facts = await this.labels.requireSet(actor, at.batch, at.set);
    const matrix = qrMatrix(await this.writer.firstUri(facts));
    return fitsOf(facts.set.form, matrix, dpi).map(({ layout, ...fit }) => ({
      id: layout.id,
      name: say(layout.name, language),
      medium: layout.medium,
      page: { ...layout.page },
      label: { ...layout.label },
      labelsPerPage: labelsPerPage(layout),
      ...fit,
    }));
  }

  /** The set and the labels asked for, when they may be printed now. */
  private async printable(actor: Actor, at: SetAddress, asked: Asked): Promise<Printable> {
    const facts = await this.labels.requireSet(actor, at.batch, at.set);
    const { batch, set } = facts;
    const labels = selection(asked, set.units);
    const key = set.kid === null ? null : await this.keyring.find(set.kid);
    if (key?.revokedFrom != null) throw labelKeyRevoked();
    if (await this.batches.isHeld(batch)) throw onHold();
    const runs = await this.batches.labelRuns(facts.scope, set);
    const isPrinted = ({ first, last, state }: LabelRun): boolean =>
      state !== 'void' && first <= labels.last && labels.first <= last;
    if (!runs.some(isPrinted)) throw allVoid(asked);
    return asked.words === 'certificate'
      ? { facts: { ...facts, words: await this.certificateWords(batch) }, labels }
      : { facts, labels };
  }

  /** The words of a compliance certificate that this very batch has, and that holds today. */
  private async certificateWords(batch: BatchIdentity): Promise<readonly string[]> {
    const standings = await this.certificates.today(batch, civilDate(new Date().toISOString()));
    const holds = standings.some(({ data, state }) => data.type === 'compliance' && state === 'valid');
    if (holds) return [certificateTypes.compliance.zh];
    const detail = {
      zh: '本批次没有现在有效的承诺达标合格证，标签上不能印这几个字。',
      en: 'The batch has no compliance certificate that holds today, so its words are not printed.',
    };
    throw new DomainError('certificate-not-valid', detail, [
      { pointer: '/query/words', code: 'certificate', detail },
    ]);
  }
}

function selection(asked: Asked, units: number): LabelSelection {
  const { from = 1, to = units } = 'number' in asked ? numbered(asked, units) : asked;
  if (from > units) throw refused(fault(firstPointer(asked), 'maximum', [units]));
  if (to > units) throw refused(fault('/query/to', 'maximum', [units]));
  if (to < from) throw refused(fault('/query/to', 'minimum', [from]));
  return { first: from, last: to };
}

function numbered({ number, countMax }: AskedPicture, units: number): LabelRangeQuery {
  return { from: number, to: Math.min(number + countMax - 1, units) };
}

const firstPointer = (asked: Asked): string => ('number' in asked ? '/query/number' : '/query/from');

function printing(facts: SetFacts, query: PrintQuery): DrawingOptions & Pick<Required<SheetPlace>, 'offset'> {
  const offset = { x: query.offsetX, y: query.offsetY };
  return { form: facts.set.form, language: query.lang, offset };
}

/** The one label of a picture. @throws DomainError `labels-void` when it became void a moment ago. */
async function only(artworks: AsyncIterable<LabelArtwork>, asked: AskedPicture): Promise<LabelArtwork> {
  for await (const artwork of artworks) return artwork;
  throw allVoid(asked);
}

function picture(mediaType: string, fileName: string, content: string | Uint8Array): SheetFile {
  async function* whole(): SheetFile['parts'] {
    yield await Promise.resolve(content);
  }
  return { mediaType, fileName, parts: whole() };
}

/** `labels-APP-20261018-01-3-1-1600`: lot or code of the batch, entry of the set, first and last label. */
function fileStem(part: string, { batch, set }: SetFacts, { first, last }: LabelSelection): string {
  const range = first === last ? `${first}` : `${first}-${last}`;
  return `${part}-${batch.lot ?? batch.code}-${set.seq}-${range}`;
}

function allVoid(asked: Asked): DomainError {
  const detail = {
    zh: '所要的标签都已作废，不再打印。',
    en: 'All labels asked for are void: they are not printed.',
  };
  return new DomainError('labels-void', detail, [{ pointer: firstPointer(asked), code: 'void', detail }]);
}
