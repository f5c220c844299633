import { expect } from 'vitest';
import type { Answer, Caller, Cooperative } from './cooperative.js';
import { entryOf, harvestOf, kg } from './parties.js';

/** A shipment under way, and how its entry is named. */
export interface UnderWay {
  readonly batch: string;
  readonly seq: number;
  readonly leafHash: string;
}

/** What a browser was answered. */
export interface PageAnswer {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

const outside = { party: { name: '上海示例批发市场' } };

/** Harvests into a new batch and ships of it; to a party outside the ledger unless told. */
export async function ship(
  farm: Cooperative,
  harvested: string,
  sent: string,
  consignee: object = outside,
  more: object = {},
): Promise<UnderWay> {
  const batch = await farm.open();
  await farm.record(batch, 'harvest', harvestOf(harvested));
  const told = await farm.record(batch, 'shipment', { quantity: kg(sent), consignee, ...more });
  expect(told.status, JSON.stringify(told.body)).toBe(201);
  return { batch, ...entryOf(told) };
}

/** Where the note of a shipment is printed. */
export function noteAddress({ batch, seq }: Pick<UnderWay, 'batch' | 'seq'>, form = 'html'): string {
  return `/api/v1/batches/${batch}/shipments/${seq}/delivery-note.${form}`;
}

/** Prints a note and reads the code that is on it. */
export async function printNote(caller: Caller, shipment: Pick<UnderWay, 'batch' | 'seq'>): Promise<string> {
  const answer: Answer = await caller.get(noteAddress(shipment));
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return codeOn(String(answer.body.text));
}

/** The code on a page of a note: the end of the address that its picture has. */
export function codeOn(html: string): string {
  const code = /\/d\/([0-9A-Z]{17})"/.exec(html)?.[1];
  if (code === undefined) throw new Error(`no code on ${html}`);
  return code;
}

/** Opens the page of a code as a browser does, signed in nowhere. */
export async function openNote(farm: Cooperative, code: string, query = ''): Promise<PageAnswer> {
  return pageOf(
    await fetch(`${farm.service.url}/d/${code}${query}`, { headers: browser, redirect: 'manual' }),
  );
}

/** Sends the form of a code as a browser does. */
export async function confirm(
  farm: Cooperative,
  code: string,
  fields: Readonly<Record<string, string>>,
  query = '',
): Promise<PageAnswer> {
  const body = new URLSearchParams({ unit: 'KGM', ...fields }).toString();
  const headers = { ...browser, 'content-type': 'application/x-www-form-urlencoded' };
  return pageOf(
    await fetch(`${farm.service.url}/d/${code}${query}`, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
    }),
  );
}

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

async function pageOf(answer: Response): Promise<PageAnswer> {
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}
