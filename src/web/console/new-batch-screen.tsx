import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Screen } from '../app/screen.js';
import { deskWords } from '../words-desk.js';
import { Read, useAct } from './answers.js';
import { useEventKey } from './event-key.js';
import { Form, Input, Select } from './fields.js';
import { useOwn, type Product, type Site } from './own-lists.js';
import { Code } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

/** A batch is opened: of what, where, and under which lot. */
export function NewBatchScreen(): VNode {
  const t = useWords();
  const products = useOwn<Product>('products');
  const sites = useOwn<Site>('sites');
  return (
    <Screen title={t(deskWords.newBatch)}>
      <section class="card">
        <Read reading={products}>
          {({ items: known }) => (
            <Read reading={sites}>
              {({ items: places }) =>
                known.length === 0 || places.length === 0 ? (
                  <p class="note">{t(deskWords.needProduct)}</p>
                ) : (
                  <OpenForm products={known} sites={places} />
                )
              }
            </Read>
          )}
        </Read>
      </section>
    </Screen>
  );
}

function OpenForm({ products, sites }: { products: readonly Product[]; sites: readonly Site[] }): VNode {
  const { api } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const [opened, setOpened] = useState<{ id: string; code: string } | null>(null);
  const open = (field: (name: string) => string): void =>
    void act.act(
      () =>
        api.send<{ id: string; code: string }>(
          'POST',
          '/api/v1/batches',
          {
            product: field('product'),
            site: field('site'),
            ...(field('lot') === '' ? {} : { lot: field('lot') }),
          },
          key.now(),
        ),
      (body) => {
        key.next();
        setOpened(body);
      },
    );
  return (
    <>
      <Form act={act} submit={deskWords.newBatch} onSubmit={open}>
        <Select
          act={act}
          name="product"
          words={deskWords.product}
          options={products.map(({ id, name, variety }) => ({ value: id, text: `${name} ${variety ?? ''}` }))}
        />
        <Select
          act={act}
          name="site"
          words={deskWords.site}
          options={sites.map(({ id, name }) => ({ value: id, text: name }))}
        />
        <Input act={act} name="lot" words={deskWords.lot} hint={deskWords.lotHint} max={20} />
      </Form>
      <div role="status">
        {opened === null ? null : (
          <p>
            {t(deskWords.batchOpened)} <Code code={opened.code} />{' '}
            <a href={`#/batches/${opened.id}`}>{t(deskWords.goToBatch)}</a>
          </p>
        )}
      </div>
    </>
  );
}
