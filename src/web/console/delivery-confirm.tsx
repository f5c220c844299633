import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { fill } from '../../gs1/words.js';
import type { JsonObject } from '../../ledger/json.js';
import { deskWords } from '../words-desk.js';
import { Read, useAct, type Act } from './answers.js';
import { refusedHere, type Answer } from './api.js';
import { useEventKey } from './event-key.js';
import { Form, Input, inUnit, Select } from './fields.js';
import { batchName, useOwn, type Amount, type Batch, type Product, type Site } from './own-lists.js';
import { useSurroundings, useWords } from './surroundings.js';

const settlingMs = 700;
const settlingTurns = 15;
/** Begins the choice of a batch that is opened for what comes. */
const newBatch = 'new ';

/** Goods on their way to the organization. */
export interface Delivery {
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

/** Takes a delivery over, in whole or in part, and says what goes back. */
export function DeliveryConfirm({ delivery, again }: { delivery: Delivery; again: () => void }): VNode {
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
                known.length === 0 || places.length === 0 ? (
                  <p class="note">{t(deskWords.needProduct)}</p>
                ) : (
                  <ConfirmForm
                    delivery={delivery}
                    products={known}
                    sites={places}
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
  readonly sites: readonly Site[];
  readonly batches: readonly Batch[];
  readonly again: () => void;
}

/** Takes goods over into a batch at hand, or into a new one, which is opened first under an id of its own. */
function ConfirmForm({ delivery, products, sites, batches, again }: FormProps): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const [openKey, receiptKey] = [useEventKey(), useEventKey()];
  const [said, setSaid] = useState<number | null>(null);
  useSettling(said !== null, again);
  const options = useOptions(delivery.product, products, batches);
  const [into, setInto] = useState(options[0]?.value ?? '');
  const isNew = into.startsWith(newBatch);
  const batchFor = (site: string): Promise<Answer<{ readonly id: string }>> => {
    if (into === '') return refusedHere(t(deskWords.chooseInto), '/batch', t(deskWords.chooseInto));
    if (!isNew) return Promise.resolve({ fault: null, body: { id: into }, next: null });
    const body = { product: into.slice(newBatch.length), site, unit: delivery.quantity.unit };
    return api.send('POST', '/api/v1/batches', body, openKey.now());
  };
  const confirm = async (field: (name: string) => string): Promise<Answer<{ readonly seq: number }>> => {
    const batch = await batchFor(sites.length === 1 ? (sites[0]?.id ?? '') : field('site'));
    if (batch.fault !== null) return batch;
    const data = receiptData(delivery, field);
    const body = { kind: 'receipt', occurredAt: new Date().toISOString(), data };
    return api.send('POST', `/api/v1/batches/${batch.body.id}/events`, body, receiptKey.now());
  };
  const done = ({ seq }: { readonly seq: number }): void => {
    openKey.next();
    receiptKey.next();
    setSaid(seq);
  };
  if (said !== null) return <p role="status">{fill(t(deskWords.received), { n: said })}</p>;
  return (
    <Form
      act={act}
      submit={deskWords.confirmDelivery}
      onSubmit={(field) => void act.act(() => confirm(field), done)}
    >
      {options[0]?.value === '' ? <NoSuchProduct /> : null}
      <Select
        act={act}
        name="batch"
        words={deskWords.intoBatch}
        options={options}
        value={into}
        onChoose={setInto}
      />
      {isNew && sites.length > 1 ? (
        <Select
          act={act}
          name="site"
          words={deskWords.site}
          options={sites.map(({ id, name }) => ({ value: id, text: name }))}
        />
      ) : null}
      <ConfirmFields act={act} open={delivery.open} />
    </Form>
  );
}

/** That what comes is called as no product of one's own. */
function NoSuchProduct(): VNode {
  const t = useWords();
  return (
    <p class="note">
      {t(deskWords.noSuchProduct)} <a href="#/products">{t(deskWords.products)}</a>
    </p>
  );
}

/**
 * Into what a product can be taken over: new batches and open ones of a product of that name first. Where there is none,
 * nothing is chosen beforehand: goods would go by another name from then on.
 */
function useOptions(
  product: string,
  products: readonly Product[],
  batches: readonly Batch[],
): { value: string; text: string }[] {
  const t = useWords();
  const ranked = [...products].sort(
    (one, other) => Number(other.name === product) - Number(one.name === product),
  );
  const optionsOf = ({ id, name }: Product): { value: string; text: string }[] => [
    { value: `${newBatch}${id}`, text: fill(t(deskWords.newBatchOf), { name }) },
    ...batches
      .filter((batch) => batch.product === id && batch.state === 'open')
      .map((batch) => ({ value: batch.id, text: batchName(batch, name) })),
  ];
  const isKnown = ranked[0]?.name === product;
  return [...(isKnown ? [] : [{ value: '', text: t(deskWords.chooseInto) }]), ...ranked.flatMap(optionsOf)];
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
