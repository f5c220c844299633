import type { ComponentChildren, VNode } from 'preact';
import { plainText } from '../safe-text.js';
import { deskWords } from '../words-desk.js';
import { Read } from './answers.js';
import { batchName, useOwn, type Batch, type Product } from './own-lists.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

/** A batch of the organization with the name of its product. */
export interface OwnBatch extends Batch {
  readonly site: string;
  readonly productName: string;
}

interface Props {
  /** `<screen>/<batch>`: the batch that is chosen; the newest where none is. */
  readonly place: Place;
  readonly children: (batch: OwnBatch) => ComponentChildren;
}

/** Chooses one of the newest batches of the organization; which one stands in the address. */
export function BatchChoice({ place, children }: Props): VNode {
  const { go } = useSurroundings();
  const t = useWords();
  const products = useOwn<Product>('products');
  const batches = useOwn<OwnBatch>('batches');
  return (
    <Read reading={products}>
      {({ items: known }) => (
        <Read reading={batches}>
          {({ items }) => {
            const nameOf = (id: string): string => known.find((product) => product.id === id)?.name ?? '';
            const chosen = items.find(({ id }) => id === place.rest[0]) ?? items[0];
            if (chosen === undefined)
              return (
                <p>
                  <a href="#/new-batch">{t(deskWords.newBatch)}</a>
                </p>
              );
            return (
              <>
                <div class="field">
                  <label for="chosen-batch">{t(deskWords.chooseBatch)}</label>
                  <select
                    id="chosen-batch"
                    onChange={(event) => {
                      go(`/${place.name}/${event.currentTarget.value}`);
                    }}
                  >
                    {items.map((batch) => (
                      <option key={batch.id} value={batch.id} selected={batch.id === chosen.id}>
                        {plainText(batchName(batch, nameOf(batch.product)))}
                      </option>
                    ))}
                  </select>
                </div>
                {children({ ...chosen, productName: nameOf(chosen.product) })}
              </>
            );
          }}
        </Read>
      )}
    </Read>
  );
}
