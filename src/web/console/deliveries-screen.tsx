import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import type { JsonObject } from '../../ledger/json.js';
import { Screen } from '../app/screen.js';
import { sayQuantity } from '../figures.js';
import { consoleWords } from '../words-console.js';
import { deskWords } from '../words-desk.js';
import { Read, ReadList, useAct, type Act } from './answers.js';
import { useEventKey } from './event-key.js';
import { Form, Input, inUnit, Select } from './fields.js';
import { batchName, useOwn, type Amount, type Batch, type Product, type Site } from './own-lists.js';
import { At, Code, Facts, Foreign } from './parts.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

const settlingMs = 700;
const settlingTurns = 15;

interface Delivery {
  readonly batch: string;
  readonly seq: number;
  readonly leafHash: string;
  readonly since: string;
  readonly recordedAt: string;
  readonly quantity: Amount;
  readonly open: Amount;
  readonly shipper: { readonly name: string };
  readonly product: string;
  readonly lot: string | null;
  readonly data: { readonly carrier?: { readonly name?: string }; readonly vehicle?: string };
}

/** Goods on their way to the organization, and taking them over. */
export function DeliveriesScreen(): VNode {
  const around = useSurroundings();
  const t = useWords();
  const reading = useOwn<Delivery>('deliveries');
  return (
    <Screen title={t(deskWords.deliveries)}>
      <p>{t(deskWords.deliveryHint)}</p>
      <ReadList reading={reading}>
        {(items) =>
          items.length === 0 ? (
            <p class="quiet">{t(deskWords.noDeliveries)}</p>
          ) : (
            items.map((delivery) => (
              <DeliveryCard
                key={delivery.leafHash}
                delivery={delivery}
                mayConfirm={holds(around, 'owner', 'recorder')}
                again={reading.again}
              />
            ))
          )
        }
      </ReadList>
    </Screen>
  );
}

interface CardProps {
  readonly delivery: Delivery;
  readonly mayConfirm: boolean;
  readonly again: () => void;
}

function DeliveryCard({ delivery, mayConfirm, again }: CardProps): VNode {
  const { language } = useSurroundings();
  const t = useWords();
  const { shipper, product, lot, since, recordedAt, quantity, open, data } = delivery;
  const carrier = [data.carrier?.name, data.vehicle].filter((text) => text !== undefined).join(' · ');
  return (
    <section class="card">
      <h2>
        <Foreign text={product} /> {sayQuantity(open, language)}
      </h2>
      <Facts
        facts={[
          [deskWords.from, <Foreign key="from" text={shipper.name} />],
          [deskWords.lot, lot === null ? null : <Code key="lot" code={lot} />],
          [deskWords.sent, sayQuantity(quantity, language)],
          [deskWords.stillOpen, sayQuantity(open, language)],
          [consoleWords.happened, <At key="since" time={since} />],
          [consoleWords.recorded, <At key="recorded" time={recordedAt} />],
          [deskWords.carrier, carrier === '' ? null : <Foreign key="carrier" text={carrier} />],
        ]}
      />
      {mayConfirm ? (
        <details>
          <summary>{t(deskWords.confirmDelivery)}</summary>
          <Confirm delivery={delivery} again={again} />
        </details>
      ) : null}
    </section>
  );
}

function Confirm({ delivery, again }: { delivery: Delivery; again: () => void }): VNode {
  const products = useOwn<Product>('products');
  const sites = useOwn<Site>('sites');
  const batches = useOwn<Batch>('batches');
  const t = useWords();
  return (
    <Read reading={products}>
      {({ items: known }) => (
        <Read reading={sites}>
          {({ items: places }) => (
            <Read reading={batches}>
              {({ items: open }) =>
                known.length === 0 || places[0] === undefined ? (
                  <p class="note">{t(deskWords.needProduct)}</p>
                ) : (
                  <ConfirmForm
                    delivery={delivery}
                    products={known}
                    site={places[0]}
                    batches={open}
                    again={again}
                  />
                )
              }
            </Read>
          )}
        </Read>
      )}
    </Read>
  );
}

interface FormProps {
  readonly delivery: Delivery;
  readonly products: readonly Product[];
  readonly site: Site;
  readonly batches: readonly Batch[];
  readonly again: () => void;
}

/** Takes goods over into a batch at hand, or into a new one, which is opened first under an id of its own. */
function ConfirmForm({ delivery, products, site, batches, again }: FormProps): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [openKey, receiptKey] = [useEventKey(), useEventKey()];
  const [said, setSaid] = useState<number | null>(null);
  useSettling(said !== null, again);
  const names = new Map(products.map(({ id, name }) => [id, name]));
  const options = [
    ...products.map(({ id, name }) => ({
      value: `new ${id}`,
      text: fill(t(deskWords.newBatchOf), { name }),
    })),
    ...batches
      .filter(({ state }) => state === 'open')
      .map((batch) => ({ value: batch.id, text: batchName(batch, names.get(batch.product) ?? '') })),
  ];
  const batchFor = async (choice: string) => {
    if (!choice.startsWith('new ')) return { fault: null, body: { id: choice }, next: null } as const;
    const body = { product: choice.slice(4), site: site.id, unit: delivery.quantity.unit };
    return api.send<{ id: string }>('POST', '/api/v1/batches', body, openKey.now());
  };
  const confirm = async (field: (name: string) => string) => {
    const batch = await batchFor(field('batch'));
    if (batch.fault !== null) return batch;
    const body = {
      kind: 'receipt',
      occurredAt: new Date().toISOString(),
      data: receiptData(delivery, field),
    };
    return api.send<{ seq: number }>(
      'POST',
      `/api/v1/batches/${batch.body.id}/events`,
      body,
      receiptKey.now(),
    );
  };
  return said === null ? (
    <Form
      act={act}
      submit={deskWords.confirmDelivery}
      onSubmit={(field) =>
        void act.act(
          () => confirm(field),
          ({ seq }) => {
            openKey.next();
            receiptKey.next();
            setSaid(seq);
          },
        )
      }
    >
      <Select act={act} name="batch" words={deskWords.intoBatch} options={options} />
      <ConfirmFields act={act} open={delivery.open} />
    </Form>
  ) : (
    <p role="status">{fill(t(deskWords.received), { n: said })}</p>
  );
}

/** Reads the list anew for a while: the shipper's side hears of a receipt a moment after it was recorded. */
function useSettling(isSaid: boolean, again: () => void): void {
  useEffect(() => {
    if (!isSaid) return;
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
      again();
      if (turns === settlingTurns) clearInterval(timer);
    }, settlingMs);
    return () => {
      clearInterval(timer);
    };
  }, [isSaid]);
}

function ConfirmFields({ act, open }: { act: Act; open: Amount }): VNode {
  return (
    <>
      <Input
        act={act}
        name="quantity"
        pointer="/data/quantity/value"
        words={inUnit(deskWords.takenOver, open.unit)}
        value={open.value}
        inputMode="decimal"
        isRequired
      />
      <Input
        act={act}
        name="returned"
        pointer="/data/returned/quantity/value"
        words={inUnit(deskWords.sentBack, open.unit)}
        inputMode="decimal"
      />
      <Input
        act={act}
        name="reason"
        pointer="/data/returned/reason"
        words={deskWords.sentBackWhy}
        max={120}
      />
      <Input
        act={act}
        name="receivedOn"
        pointer="/data/receivedOn"
        type="date"
        words={deskWords.receivedOn}
      />
    </>
  );
}

function receiptData({ batch, seq, leafHash, open }: Delivery, field: (name: string) => string): JsonObject {
  const { unit } = open;
  return {
    source: { batch, seq, leafHash },
    quantity: { value: field('quantity'), unit },
    ...(field('receivedOn') === '' ? {} : { receivedOn: field('receivedOn') }),
    ...(field('returned') === ''
      ? {}
      : { returned: { quantity: { value: field('returned'), unit }, reason: field('reason') } }),
  };
}
