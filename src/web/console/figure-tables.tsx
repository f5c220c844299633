import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { findUnit, organizationTypes, productCategories } from '../../gs1/vocabulary.js';
import { fill, type Words } from '../../gs1/words.js';
import { sayQuantity } from '../figures.js';
import { figureWords } from '../words-figures.js';
import { useAct } from './answers.js';
import { BarChart } from './bar-chart.js';
import { Select } from './fields.js';
import { Card, Table, type Column } from './parts.js';
import { useSurroundings, useWords } from './surroundings.js';

const quantities = [
  'grown',
  'made',
  'received',
  'available',
  'shipped',
  'consumed',
  'lost',
  'unaccounted',
] as const;
type Quantity = (typeof quantities)[number];

/** A month, category and unit, as the API tells it (docs/cases.md). */
type Row = Readonly<Record<Quantity | 'month' | 'category' | 'unit', string>> &
  Readonly<
    Record<
      'batches' | 'labels' | 'scanned' | 'critical' | 'high' | 'medium' | 'low' | 'info' | 'recalled',
      number
    >
  >;

type HolderRow = Readonly<
  Record<'holder' | 'unit' | 'produced' | 'available' | 'shipped' | 'consumed' | 'lost', string>
> & { readonly batches: number };

export interface Figures {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly Row[];
  readonly chain: {
    readonly complete: boolean;
    readonly elsewhere: number;
    readonly rows: readonly HolderRow[];
  } | null;
}

/** The figures as tables, with a chart of one of them, and the way of one product from holder to holder. */
export function FigureTables({ figures: { rows, chain } }: { figures: Figures }): VNode {
  const t = useWords();
  return (
    <>
      <Card title={t(figureWords.goods)}>
        <Goods rows={rows} />
      </Card>
      {rows.length === 0 ? null : (
        <>
          <Charts rows={rows} />
          <Card title={t(figureWords.records)}>
            <Records rows={rows} />
          </Card>
        </>
      )}
      {chain === null ? null : (
        <Card title={t(figureWords.chain)}>
          <p>{t(figureWords.chainHint)}</p>
          <Holders rows={chain.rows} />
          {chain.elsewhere === 0 ? null : <p>{fill(t(figureWords.elsewhere), { n: chain.elsewhere })}</p>}
          {chain.complete ? null : <p class="note">{t(figureWords.incomplete)}</p>}
        </Card>
      )}
    </>
  );
}

/** A quantity with its unit by name. */
function useAmounts(): (value: string, unit: string) => string {
  const { language } = useSurroundings();
  return (value, unit) => sayQuantity({ value, unit }, language);
}

const wordsOf = (table: Readonly<Record<string, Words>>, name: string): Words =>
  table[name] ?? { zh: name, en: name };

const keyOf = ({ month, category, unit }: Row): string => `${month} ${category} ${unit}`;

/** Whose row it is: the month, the category, and how many batches. */
function useRowNames(): readonly Column<Row>[] {
  const t = useWords();
  return [
    { words: figureWords.month, cell: ({ month }) => month },
    { words: figureWords.category, cell: ({ category }) => t(wordsOf(productCategories, category)) },
    { words: figureWords.batches, cell: ({ batches }) => batches, isNumber: true },
  ];
}

function Goods({ rows }: { rows: readonly Row[] }): VNode {
  const t = useWords();
  const amount = useAmounts();
  const columns: readonly Column<Row>[] = [
    ...useRowNames(),
    ...quantities.map((name) => ({
      words: figureWords[name],
      cell: (row: Row) => amount(row[name], row.unit),
      isNumber: true,
    })),
  ];
  return (
    <Table
      caption={t(figureWords.goods)}
      columns={columns}
      rows={rows}
      keyOf={keyOf}
      empty={figureWords.none}
    />
  );
}

function Records({ rows }: { rows: readonly Row[] }): VNode {
  const t = useWords();
  const columns: readonly Column<Row>[] = [
    ...useRowNames(),
    { words: figureWords.labels, cell: ({ labels }) => labels, isNumber: true },
    { words: figureWords.scanned, cell: ({ scanned }) => scanned, isNumber: true },
    { words: figureWords.grave, cell: ({ critical, high }) => critical + high, isNumber: true },
    {
      words: figureWords.otherFindings,
      cell: ({ medium, low, info }) => medium + low + info,
      isNumber: true,
    },
    { words: figureWords.recalled, cell: ({ recalled }) => recalled, isNumber: true },
  ];
  return <Table caption={t(figureWords.records)} columns={columns} rows={rows} keyOf={keyOf} />;
}

function Charts({ rows }: { rows: readonly Row[] }): VNode {
  const t = useWords();
  const act = useAct();
  const [shown, setShown] = useState<Quantity>('grown');
  const series = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.category} ${row.unit}`;
    series.set(key, [...(series.get(key) ?? []), row]);
  }
  return (
    <section class="card">
      <Select
        name="measure"
        words={figureWords.measure}
        act={act}
        value={shown}
        options={quantities.map((value) => ({ value, text: t(figureWords[value]) }))}
        onChoose={(value) => {
          setShown(quantities.find((name) => name === value) ?? 'grown');
        }}
      />
      {[...series.entries()].map(([key, all]) => (
        <Chart key={key} rows={all} shown={shown} />
      ))}
    </section>
  );
}

function Chart({ rows, shown }: { rows: readonly Row[]; shown: Quantity }): VNode {
  const t = useWords();
  const amount = useAmounts();
  const { category = '', unit = '' } = rows[0] ?? {};
  const unitWords = findUnit(unit)?.words;
  const title = fill(t(figureWords.chart), {
    what: `${t(wordsOf(productCategories, category))} · ${t(figureWords[shown])}`,
    unit: unitWords === undefined ? unit : t(unitWords),
  });
  const bars = rows.map((row) => ({
    label: row.month,
    value: Number(row[shown]),
    text: amount(row[shown], unit),
  }));
  return <BarChart title={title} bars={bars} />;
}

function Holders({ rows }: { rows: readonly HolderRow[] }): VNode {
  const t = useWords();
  const amount = useAmounts();
  const columns: readonly Column<HolderRow>[] = [
    { words: figureWords.holder, cell: ({ holder }) => t(wordsOf(organizationTypes, holder)) },
    { words: figureWords.batches, cell: ({ batches }) => batches, isNumber: true },
    ...(['produced', 'available', 'shipped', 'consumed', 'lost'] as const).map((name) => ({
      words: figureWords[name],
      cell: (row: HolderRow) => amount(row[name], row.unit),
      isNumber: true,
    })),
  ];
  return (
    <Table
      caption={t(figureWords.chain)}
      columns={columns}
      rows={rows}
      keyOf={({ holder, unit }) => `${holder} ${unit}`}
      empty={figureWords.none}
    />
  );
}
