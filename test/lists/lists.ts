import { VersionsStore } from '../../src/lists/versions.store.js';
import type { ListName } from '../../src/lists/rows.js';
import type { TestApp } from '../support/app.js';
import type { Answer, Caller } from '../support/cooperative.js';

/** A row of `residue-limits` that nothing is wrong with, with changes. */
export function limitRow(changes: object = {}): Record<string, unknown> {
  return {
    analyte: '戊唑醇',
    food: '苹果',
    limit: '2',
    unit: 'mg/kg',
    effectiveFrom: '2021-09-03',
    effectiveTo: null,
    source: 'GB 2763',
    confidence: 'medium',
    ...changes,
  };
}

/** Rows that differ in what they are about. */
export function limitRows(count: number, changes: object = {}): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => limitRow({ analyte: `残留物${at}`, ...changes }));
}

export interface Publication {
  readonly name?: ListName;
  readonly version?: number | string;
  readonly source?: string;
  readonly signature?: string;
  /** How the body is sent; JSON rows unless told. */
  readonly csv?: string | Uint8Array;
}

/** The address under which a version is published. */
export function addressOf({
  name = 'residue-limits',
  version = 1,
  source,
  signature,
}: Publication = {}): string {
  const query = new URLSearchParams({ version: String(version), source: source ?? 'GB 2763 整理' });
  if (signature !== undefined) query.set('signature', signature);
  return `/api/v1/lists/${name}?${query.toString()}`;
}

export function publish(caller: Caller, rows: unknown, publication: Publication = {}): Promise<Answer> {
  return caller.post(addressOf(publication), { rows });
}

export async function publishCsv(
  service: TestApp,
  caller: Caller,
  csv: string | Uint8Array<ArrayBuffer>,
  publication: Publication = {},
): Promise<Answer> {
  const answer = await fetch(service.url + addressOf(publication), {
    method: 'POST',
    headers: { ...caller.credentials, 'content-type': 'text/csv' },
    body: csv,
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Answer['body'] };
}

/** Pointers and codes of the faults of an answer. */
export function faultsIn({ body }: Answer): string[] {
  return (body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);
}

/** How many versions are stored, published or not. */
export async function storedVersions(service: TestApp): Promise<Record<string, number>> {
  return Object.fromEntries(await service.app.get(VersionsStore).newest());
}
