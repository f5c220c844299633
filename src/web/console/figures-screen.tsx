import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { civilDay } from '../app/civil-day.js';
import { Screen } from '../app/screen.js';
import { figureWords } from '../words-figures.js';
import { Read, useAct, useReading, type Act } from './answers.js';
import type { Fault } from './api.js';
import { Form, Input, Select } from './fields.js';
import { FigureTables, type Figures } from './figure-tables.js';
import { KeepButton } from './keep-button.js';
import type { Place } from './place.js';
import { useSurroundings, useWords } from './surroundings.js';

const asked = ['region', 'product', 'from', 'to'] as const;
const monthMs = 30 * 86_400_000;
const monthsShown = 11;

function monthOf(ms: number): string {
  return civilDay(new Date(ms).toISOString()).slice(0, 7);
}

/** What became of the batches of a region, month by month. */
export function FiguresScreen({ place: { query } }: { place: Place }): VNode {
  const t = useWords();
  const chosen = new URLSearchParams({
    from: query.get('from') ?? monthOf(Date.now() - monthsShown * monthMs),
    to: query.get('to') ?? monthOf(Date.now()),
  });
  for (const name of ['region', 'product'] as const) {
    const value = query.get(name) ?? '';
    if (value !== '') chosen.set(name, value);
  }
  const path = `/api/v1/figures?${chosen.toString()}`;
  const reading = useReading<Figures>(path);
  return (
    <Screen title={t(figureWords.figures)}>
      <p>{t(figureWords.intro)}</p>
      <Choice
        key={path}
        chosen={chosen}
        organization={query.get('organization') ?? ''}
        fault={reading.answer?.fault ?? null}
      />
      <Read reading={reading}>
        {(figures) => (
          <>
            <FigureTables figures={figures} />
            <p>
              <KeepButton
                words={figureWords.file}
                path={`${path}&format=csv`}
                name={`figures-${figures.from}-${figures.to}.csv`}
              />
            </p>
          </>
        )}
      </Read>
    </Screen>
  );
}

interface ChoiceProps {
  /** Why the figures that were asked for last were not answered. */
  readonly fault: Fault | null;
  readonly chosen: URLSearchParams;
  readonly organization: string;
}

function Choice({ chosen, organization: before, fault }: ChoiceProps): VNode {
  const { go } = useSurroundings();
  const act = useAct();
  const asking: Act = { ...act, fault };
  const [organization, setOrganization] = useState(before);
  return (
    <section class="card">
      <Form
        act={act}
        submit={figureWords.show}
        onSubmit={(field) => {
          const query = new URLSearchParams();
          for (const name of [...asked, 'organization']) if (field(name) !== '') query.set(name, field(name));
          go(`/figures?${query.toString()}`);
        }}
      >
        <div class="cards">
          <Input
            name="region"
            words={figureWords.region}
            hint={figureWords.regionHint}
            act={asking}
            pointer="/query/region"
            max={6}
            inputMode="numeric"
            value={chosen.get('region') ?? ''}
          />
          <Chosen
            name="organization"
            path="/api/v1/organizations?limit=200"
            act={act}
            value={organization}
            choose={setOrganization}
          />
          {organization === '' ? null : (
            <Chosen
              key={organization}
              name="product"
              path={`/api/v1/products?limit=200&organization=${organization}`}
              act={act}
              value={chosen.get('product') ?? ''}
            />
          )}
          {(['from', 'to'] as const).map((name) => (
            <Input
              key={name}
              name={name}
              words={figureWords[name]}
              hint={figureWords.monthHint}
              act={asking}
              pointer={`/query/${name}`}
              max={7}
              value={chosen.get(name) ?? ''}
            />
          ))}
        </div>
      </Form>
    </section>
  );
}

interface ChosenProps {
  readonly name: 'organization' | 'product';
  readonly path: string;
  readonly act: Act;
  readonly value: string;
  readonly choose?: (id: string) => void;
}

/** One of a list that the API answers, or all of them. */
function Chosen({ name, path, act, value, choose }: ChosenProps): VNode {
  const t = useWords();
  const reading = useReading<{ readonly items: readonly { readonly id: string; readonly name: string }[] }>(
    path,
  );
  const all = name === 'product' ? figureWords.anyProduct : figureWords.anyone;
  return (
    <Read reading={reading}>
      {({ items }) => (
        <Select
          name={name}
          words={figureWords[name]}
          act={act}
          value={value}
          {...(choose === undefined ? {} : { onChoose: choose })}
          options={[
            { value: '', text: t(all) },
            ...items.map((item) => ({ value: item.id, text: item.name })),
          ]}
        />
      )}
    </Read>
  );
}
