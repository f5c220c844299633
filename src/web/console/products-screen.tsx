import type { VNode } from 'preact';
import { productCategories, units } from '../../gs1/vocabulary.js';
import { Screen } from '../app/screen.js';
import { deskWords } from '../words-desk.js';
import { ReadList, useAct } from './answers.js';
import { useEventKey } from './event-key.js';
import { Form, Input, Select } from './fields.js';
import { useOwn, type Product } from './own-lists.js';
import { Card, Code, Foreign, Table } from './parts.js';
import { wordsOf } from './vocabulary-words.js';
import { holds, useSurroundings, useWords } from './surroundings.js';

const goodsUnits = ['KGM', 'CN-JIN', 'TNE', 'GRM', 'LTR', 'H87', 'DZN', 'CT', 'BX', 'BG'];

/** What an organization grows or makes. */
export function ProductsScreen(): VNode {
  const around = useSurroundings();
  const t = useWords();
  const reading = useOwn<Product>('products');
  return (
    <Screen title={t(deskWords.products)}>
      <section class="card">
        <ReadList reading={reading}>
          {(items) => (
            <Table
              caption={t(deskWords.products)}
              rows={items}
              keyOf={({ id }) => id}
              empty={deskWords.noProducts}
              columns={[
                { words: deskWords.productName, cell: ({ name }) => <Foreign text={name} /> },
                { words: deskWords.variety, cell: ({ variety }) => <Foreign text={variety ?? '—'} /> },
                {
                  words: deskWords.category,
                  cell: ({ category }) => t(wordsOf(productCategories, category)),
                },
                { words: deskWords.unit, cell: ({ unit }) => t(wordsOf(units, unit)) },
                { words: deskWords.gtin, cell: ({ gtin }) => (gtin === null ? '—' : <Code code={gtin} />) },
              ]}
            />
          )}
        </ReadList>
      </section>
      {holds(around, 'owner') ? <NewProduct again={reading.again} /> : null}
    </Screen>
  );
}

function NewProduct({ again }: { again: () => void }): VNode {
  const { api, organization } = useSurroundings();
  const t = useWords();
  const act = useAct();
  const key = useEventKey();
  const add = (field: (name: string) => string): void =>
    void act.act(
      () =>
        api.send(
          'POST',
          '/api/v1/products',
          {
            organization: organization?.id ?? '',
            name: field('name'),
            category: field('category'),
            unit: field('unit'),
            ...(field('variety') === '' ? {} : { variety: field('variety') }),
            ...(field('gtin') === '' ? {} : { gtin: field('gtin') }),
          },
          key.now(),
        ),
      () => {
        key.next();
        again();
      },
    );
  return (
    <Card title={t(deskWords.newProduct)}>
      <Form act={act} submit={deskWords.newProduct} onSubmit={add} round={key.done}>
        <Input act={act} name="name" words={deskWords.productName} isRequired />
        <Input act={act} name="variety" words={deskWords.variety} />
        <Select
          act={act}
          name="category"
          words={deskWords.category}
          options={Object.keys(productCategories).map((value) => ({
            value,
            text: t(wordsOf(productCategories, value)),
          }))}
        />
        <Select
          act={act}
          name="unit"
          words={deskWords.unit}
          options={goodsUnits.map((value) => ({ value, text: t(wordsOf(units, value)) }))}
        />
        <Input act={act} name="gtin" words={deskWords.gtin} hint={deskWords.gtinHint} inputMode="numeric" />
      </Form>
    </Card>
  );
}
