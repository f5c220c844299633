import { Injectable } from '@nestjs/common';
import { openOf } from '../batches/handover.js';
import { delivery } from '../events/kinds/delivery.js';
import { DomainError } from '../http/problems.js';
import { renderConfirmPage, renderSaidPage, renderUnknownCodePage } from '../web/delivery-page.js';
import type { DeliveryForm, DeliverySaid } from '../web/delivery-view.js';
import { displayAddress, type PageView } from '../web/page.js';
import { blankFields, dataOf, faultsByField, unitsFor } from './confirmation-form.js';
import { Confirmations, refusalOf } from './confirmations.service.js';
import { HeldNotes, type HeldNote, type SaidWithNote } from './held-notes.service.js';

/** What a browser is answered: a page, or where to go on. */
export interface PageAnswer {
  readonly status: 200 | 303 | 404 | 409 | 422;
  readonly html: string;
  readonly location?: string;
}

/** What the holder of a delivery note's code sees and sends. */
@Injectable()
export class ConfirmationPages {
  constructor(
    private readonly notes: HeldNotes,
    private readonly confirmations: Confirmations,
  ) {}

  /** The form of a code, or what was said with it; one page for every code that confirms nothing. */
  async show(code: string, page: PageView): Promise<PageAnswer> {
    const held = await this.notes.find(code);
    if (held === null) return unknownCode(page);
    if (held.said !== null) return said(held, held.said, page, false);
    const typed = blankFields(openOf(held.shipment), held.batch.unit, held.entry.data.quantity.unit);
    return form(held, { code, units: unitsFor(held.batch.unit), typed, faults: {} }, page, 200);
  }

  /**
   * Records what was sent and leads to what was said. Sent twice it is said once; something else is refused and shows
   * what was said first.
   *
   * @throws DomainError `unavailable`, `ambiguous`, `log-behind`: the same form may be sent again.
   */
  async confirm(code: string, typed: DeliveryForm['typed'], page: PageView): Promise<PageAnswer> {
    const held = await this.notes.find(code);
    if (held === null) return unknownCode(page);
    const data = dataOf({ seq: held.shipment.seq, leafHash: held.entry.leafHash }, typed);
    try {
      await this.confirmations.record(held, data);
      return { status: 303, html: '', location: displayAddress(`/d/${code}`, page.language, page.elder) };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null || !(error instanceof DomainError)) throw error;
      const sent = { code, units: unitsFor(held.batch.unit), typed, faults: {} };
      if (refusal !== 'invalid') return this.again(sent, page);
      if (held.said !== null) return said(held, held.said, page, true);
      return form(held, { ...sent, faults: faultsByField(error.faults, page.language) }, page, 422);
    }
  }

  /** Somebody was faster: what is so now, with what was sent where it can still be said. */
  private async again(sent: DeliveryForm, page: PageView): Promise<PageAnswer> {
    const held = await this.notes.find(sent.code);
    if (held === null) return unknownCode(page);
    if (held.said !== null) return said(held, held.said, page, true);
    return form(held, sent, page, 409);
  }
}

function form(held: HeldNote, sent: DeliveryForm, page: PageView, status: 200 | 409 | 422): PageAnswer {
  const alert = ({ 200: null, 409: 'moved', 422: 'fault' } as const)[status];
  return { status, html: renderConfirmPage(page, held.facts, sent, alert) };
}

function said(
  held: HeldNote,
  { data, seq, recordedAt }: SaidWithNote,
  page: PageView,
  other: boolean,
): PageAnswer {
  const told: DeliverySaid = { sentence: delivery.sentence(data, page.language), seq, recordedAt };
  return { status: other ? 409 : 200, html: renderSaidPage(page, held.facts, told, other) };
}

function unknownCode(page: PageView): PageAnswer {
  return { status: 404, html: renderUnknownCodePage(page) };
}
