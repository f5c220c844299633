// The label sheet of the bench: a set of 10,000 signed codes as PDF over HTTP, beside `qrcode` drawing the same codes as
// SVG on its own. Both answer labels a second.
import { performance } from 'node:perf_hooks';
import QRCode from 'qrcode';

const units = 10_000;

/** Issues the set and answers the two works. `call` posts to the service, `headers` sign in. */
export async function labelSheet(service, call, headers, { products, sites }) {
  const { id } = await call('/api/v1/batches', { product: products[0].id, site: sites[0].id }, headers);
  const day = '2026-11-01';
  const harvest = {
    quantity: { value: String(units), unit: 'KGM' },
    startedOn: day,
    stoppedOn: day,
  };
  const event = { kind: 'harvest', occurredAt: `${day}T12:00:00Z`, data: harvest };
  await call(`/api/v1/batches/${id}/events`, event, headers);
  const set = await call(
    `/api/v1/batches/${id}/labels`,
    { units, net: { value: '1', unit: 'KGM' } },
    headers,
  );
  const file = async (name) => {
    const answer = await fetch(`${service}/api/v1/batches/${id}/labels/${set.id}.${name}`, { headers });
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
    return Buffer.from(await answer.arrayBuffer());
  };
  const uris = (await file('csv')).toString().match(/http[^,]+/g);
  if (uris.length !== units) throw new Error(`the set has ${uris.length} codes`);
  return {
    codes: () =>
      perSecond(async () => {
        for (const uri of uris) await QRCode.toString(uri, { type: 'svg', errorCorrectionLevel: 'M' });
      }),
    pdf: () =>
      perSecond(async () => {
        const pdf = await file('pdf');
        if (!pdf.subarray(-6).toString().startsWith('%%EOF')) throw new Error('the sheet broke off');
      }),
  };
}

async function perSecond(work) {
  const startedMs = performance.now();
  await work();
  return (units / (performance.now() - startedMs)) * 1_000;
}
