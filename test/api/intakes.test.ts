import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createConsignee, receive, settledBalance, shipTo, type Consignee } from '../support/consignee.js';
import { createCooperative, harvestOf, made, type Cooperative } from '../support/cooperative.js';
import { asRecorded } from '../support/recorded.js';

let cooperative: Cooperative;
let consignee: Consignee;
beforeAll(async () => {
  cooperative = await createCooperative();
  consignee = await createConsignee(cooperative);
});
afterAll(() => cooperative.service.close());

/** A batch of the cooperative with so many kilograms. */
async function harvested(kilograms: number): Promise<string> {
  const batch = await cooperative.open();
  await made(cooperative.record(batch, 'harvest', harvestOf(kilograms)));
  return batch;
}

describe('a shipment to another organization', () => {
  it('is received in parts on several batches, and the shipper hears of each', async () => {
    const batch = await harvested(100);
    const shipment = await shipTo(cooperative, batch, consignee.organizationId, '80');
    const [first, second] = [await consignee.open(), await consignee.open()];
    await made(receive(consignee.owner, first, shipment, '50'));
    await made(receive(consignee.owner, second, shipment, '30'));
    expect(await settledBalance(cooperative.owner, batch)).toMatchObject({
      produced: '100',
      available: '20',
      frozen: '0',
      shipped: '80',
    });
    expect(await settledBalance(consignee.owner, second)).toMatchObject({ produced: '30', available: '30' });
  });

  it('is not received twice by one organization, on one batch or on two', async () => {
    const batch = await harvested(10);
    const shipment = await shipTo(cooperative, batch, consignee.organizationId, '10');
    const [first, second] = [await consignee.open(), await consignee.open()];
    await made(receive(consignee.owner, first, shipment, '10'));
    for (const again of [first, second]) {
      const answer = await receive(consignee.owner, again, shipment, '0.001');
      expect([answer.status, answer.body.type]).toEqual([409, '/problems/beyond-source']);
      expect(answer.body.errors).toMatchObject([{ pointer: '/data/quantity' }]);
    }
    expect(await settledBalance(consignee.owner, second)).toMatchObject({ produced: '0' });
  });

  it('is received once when the same receipt is sent again', async () => {
    const batch = await harvested(10);
    const shipment = await shipTo(cooperative, batch, consignee.organizationId, '10');
    const receiving = await consignee.open();
    const eventId = uuidv7();
    const first = await receive(consignee.owner, receiving, shipment, '10', eventId);
    const again = await receive(consignee.owner, receiving, shipment, '10', eventId);
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(asRecorded(again.body)).toEqual(asRecorded(first.body));
    expect(await settledBalance(consignee.owner, receiving)).toMatchObject({ produced: '10' });
  });

  it('is never received beyond what was sent, however many batches receive at once', async () => {
    const batch = await harvested(100);
    const shipment = await shipTo(cooperative, batch, consignee.organizationId, '100');
    const batches = await Promise.all(Array.from({ length: 6 }, () => consignee.open()));
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, index) =>
        receive(consignee.owner, batches[index % batches.length] ?? '', shipment, '20'),
      ),
    );
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(19);
    const balances = await Promise.all(batches.map((one) => settledBalance(consignee.owner, one)));
    expect(balances.reduce((sum, balance) => sum + Number(balance['produced']), 0)).toBe(100);
    expect(await settledBalance(cooperative.owner, batch)).toMatchObject({ frozen: '0', shipped: '100' });
  });

  it('is not received by an organization that it was not sent to', async () => {
    const batch = await harvested(10);
    const shipment = await shipTo(cooperative, batch, consignee.organizationId, '10');
    const other = await createConsignee(cooperative);
    const answer = await receive(other.owner, await other.open(), shipment, '10');
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer: '/data/source', code: 'not-addressed' }]);
  });

  it('leaves the shipper no more to be confirmed than was not returned before', async () => {
    const batch = await harvested(100);
    const shipment = await shipTo(cooperative, batch, consignee.organizationId, '100');
    const { seq, leafHash } = shipment;
    await made(
      cooperative.record(batch, 'return', {
        shipment: { seq, leafHash },
        quantity: { value: '40', unit: 'KGM' },
        reason: '拒收',
      }),
    );
    const receiving = await consignee.open();
    await made(receive(consignee.owner, receiving, shipment, '100'));
    expect(await settledBalance(cooperative.owner, batch)).toMatchObject({
      available: '40',
      frozen: '0',
      shipped: '60',
    });
  });
});
