import { certificateBases, type CertificateBasis } from '../../../src/gs1/vocabulary.js';
import { batchId, leafHash } from './kind-context.js';

type Loose = Record<string, unknown>;

/** The shape of the example files, as far as it is common. */
export interface Example {
  readonly batch?: Loose & { subject: { name: string; uscc: string }; plot: { publicName: string } };
  readonly events: readonly (Loose & { type: string })[];
  readonly expect: {
    readonly availableAfterShip?: Readonly<Record<string, string>>;
    readonly stockPaddy?: string;
  };
  readonly negative?: readonly { readonly name: string; readonly change: Loose }[];
}

/** One event in our terms, and which events of the file it tells. */
export interface Told {
  readonly kind: string;
  readonly batch: string;
  readonly occurredAt: string;
  readonly data: Loose;
  readonly from: readonly number[];
}

const units: Readonly<Record<string, string>> = { kg: 'KGM', L: 'LTR' };

function text(value: unknown): string {
  return String(value);
}

function quantity(value: unknown, unit: unknown): { value: string; unit: string } {
  return { value: text(value), unit: units[text(unit)] ?? 'KGM' };
}

function mu(value: unknown): { value: string; unit: string } {
  return { value: text(value), unit: 'CN-MU' };
}

function at(date: unknown): string {
  return `${text(date)}T12:00:00+08:00`;
}

function opening(
  batch: number,
  product: string,
  variety: unknown,
  place: string,
  region: string,
  by: string,
  gtin?: unknown,
): Told {
  return {
    kind: 'opening',
    batch: batchId(batch),
    occurredAt: at('2026-10-18'),
    from: [],
    data: {
      code: '001061050R3GG28AY',
      product: {
        id: batchId(900),
        name: product,
        ...(variety === undefined ? {} : { variety }),
        ...(gtin === undefined ? {} : { gtin }),
      },
      site: { id: batchId(800), publicName: place, region },
      unit: 'KGM',
      organization: { name: by },
    },
  };
}

/** What a batch takes over from a processing entry that made it. */
function credit(batch: number, from: number, seq: number, value: unknown, day: string): Told {
  return {
    kind: 'receipt',
    batch: batchId(batch),
    occurredAt: at(day),
    from: [],
    data: {
      source: { batch: batchId(from), seq, leafHash },
      quantity: quantity(value, 'kg'),
      receivedOn: day,
    },
  };
}

/** The bases of a certificate by the words of its form. */
function basesOf(words: unknown): CertificateBasis[] {
  const names = Object.keys(certificateBases) as CertificateBasis[];
  return (words as string[]).map((word) => names.find((name) => certificateBases[name].zh === word)!);
}

function inputData(use: Loose, bought: Loose | undefined): Loose {
  const pest = use['pest'] as { name: string; incidence: string } | undefined;
  return {
    inputType: 'pesticide',
    product: {
      name: text(bought?.['input'] ?? use['active']),
      registrationNo: use['regNo'],
      activeIngredients: [{ name: use['active'] }],
      ...(bought === undefined ? {} : { unitCode: bought['unitCode'] }),
    },
    ...(bought === undefined
      ? {}
      : {
          source: {
            uscc: bought['supplierUscc'],
            ticket: bought['ticket'],
            boughtOn: bought['at'],
            quantity: quantity(bought['qty'], bought['unit']),
          },
        }),
    amount: quantity(use['qty'], use['unit']),
    ...(use['method'] === undefined ? {} : { method: use['method'], dilution: use['dilution'] }),
    target: pest ?? { name: use['target'] },
    startedOn: use['startDate'],
    stoppedOn: use['stopDate'],
    area: mu(use['areaMu']),
    ...(use['operatorRef'] === undefined ? {} : { operator: use['operatorRef'] }),
  };
}

/** Example A: batch 1 as harvested, batch 2 grade G1, batch 3 grade G2. */
export function appleEvents(file: Example): Told[] {
  const events = file.events;
  const [bought, firstUse, secondUse, harvest, test, grade, cold, certificate, pack, ship] =
    events as readonly Loose[];
  const { subject, plot, product, variety } = file.batch!;
  const grown = (batch: number, gtin?: unknown) =>
    opening(batch, text(product), variety, plot.publicName, '370686', subject.name, gtin);
  const out = grade!['out'] as { qty: string }[];
  const on = (batch: number, kind: string, from: number[], day: unknown, data: Loose): Told => ({
    kind,
    batch: batchId(batch),
    occurredAt: at(day),
    data,
    from,
  });
  return [
    grown(1),
    on(1, 'input', [0, 1], firstUse!['at'], inputData(firstUse!, bought)),
    on(1, 'input', [2], secondUse!['at'], inputData(secondUse!, undefined)),
    on(1, 'harvest', [3], harvest!['at'], {
      quantity: quantity(harvest!['qty'], harvest!['unit']),
      area: mu(harvest!['areaMu']),
      startedOn: harvest!['at'],
      stoppedOn: harvest!['at'],
    }),
    on(1, 'inspection', [4], test!['sampledAt'], {
      type: 'commissioned',
      sample: { sampledOn: test!['sampledAt'] },
      laboratory: { name: '示例检测机构', uscc: test!['labUscc'], cma: test!['cma'] },
      reportNo: test!['reportNo'],
      basis: test!['basis'],
      results: (test!['items'] as Loose[]).map(({ analyte, value, unit, mrl, verdict }) => ({
        analyte,
        value,
        unit,
        limit: mrl,
        verdict,
      })),
      verdict: 'pass',
    }),
    on(1, 'processing', [5], grade!['at'], {
      process: 'grade',
      inputs: [{ batch: batchId(1), seq: 4, leafHash, quantity: quantity(grade!['in'], grade!['unit']) }],
      outputs: out.map(({ qty }, index) => ({
        batch: batchId(index + 2),
        quantity: quantity(qty, grade!['unit']),
      })),
      losses: [{ reason: '分级剔除', quantity: quantity(grade!['loss'], grade!['unit']) }],
    }),
    grown(2, pack!['gtin']),
    credit(2, 1, 6, out[0]!.qty, '2026-10-19'),
    grown(3),
    credit(3, 1, 6, out[1]!.qty, '2026-10-19'),
    on(2, 'storage', [6], cold!['at'], {
      place: '冷库',
      profile: cold!['profile'],
      enteredOn: cold!['at'],
      readings: [
        {
          min: text(cold!['min']),
          max: text(cold!['max']),
          intervalMin: cold!['intervalMin'],
          gapMaxMin: cold!['gapMaxMin'],
        },
      ],
    }),
    on(2, 'certificate', [7], certificate!['at'], {
      action: 'issue',
      type: 'compliance',
      style: certificate!['style'],
      product: certificate!['product'],
      quantity: quantity(certificate!['qty'], certificate!['unit']),
      origin: certificate!['origin'],
      issuer: certificate!['issuer'],
      contact: certificate!['contact'],
      promise: certificate!['promise'],
      basis: basesOf(certificate!['basis']),
      reportNo: certificate!['reportNo'],
      inspections: [{ batch: batchId(1), seq: 5, leafHash }],
      issuedOn: certificate!['at'],
    }),
    on(2, 'label', [8], pack!['at'], {
      action: 'issued',
      set: batchId(700),
      units: pack!['units'],
      net: quantity(pack!['unitNet'], pack!['unit']),
      form: 'signed',
      root: leafHash,
    }),
    on(2, 'shipment', [9], ship!['at'], {
      quantity: quantity(ship!['qty'], ship!['unit']),
      consignee: { party: { name: ship!['to'] } },
      carrier: { name: '示例承运人', uscc: ship!['carrierUscc'] },
      vehicle: ship!['vehicle'],
      conditions: { profile: ship!['profile'] },
    }),
  ];
}

/** Example B: batch 1 wet paddy, batch 2 dry paddy, batch 3 rice. */
export function riceEvents(file: Example): Told[] {
  const [harvest, dry, inbound, fumigation, mill, pack] = file.events as readonly Loose[];
  const place = text(harvest!['origin']);
  const open = (batch: number, product: string) =>
    opening(batch, product, harvest!['variety'], place, '230184', '示例米业');
  const flow = (event: Loose, side: 'in' | 'out') => (event[side] as { qty: string }[])[0]!.qty;
  const wet = flow(dry!, 'in');
  const kept = flow(dry!, 'out');
  const quality = Object.entries({ ...(inbound!['quality'] as object), ...(inbound!['temp'] as object) });
  const milled = text(mill!['at']);
  return [
    open(1, '稻谷'),
    {
      kind: 'harvest',
      batch: batchId(1),
      occurredAt: at(harvest!['at']),
      from: [0],
      data: {
        quantity: quantity(harvest!['qty'], harvest!['unit']),
        area: mu(harvest!['areaMu']),
        startedOn: harvest!['at'],
        stoppedOn: harvest!['at'],
        quality: [{ name: '水分', value: harvest!['moisture'], unit: '%' }],
      },
    },
    {
      kind: 'processing',
      batch: batchId(1),
      occurredAt: at('2026-10-05'),
      from: [1],
      data: {
        process: 'dry',
        inputs: [{ batch: batchId(1), seq: 2, leafHash, quantity: quantity(wet, 'kg') }],
        outputs: [{ batch: batchId(2), quantity: quantity(kept, 'kg') }],
        losses: [{ reason: '失水', quantity: quantity(Number(wet) - Number(kept), 'kg') }],
        conditions: [{ name: '水分', value: dry!['moisture'], unit: '%' }],
      },
    },
    open(2, '稻谷'),
    credit(2, 1, 3, kept, '2026-10-06'),
    {
      kind: 'storage',
      batch: batchId(2),
      occurredAt: at(inbound!['at']),
      from: [2],
      data: {
        place: inbound!['warehouse'],
        enteredOn: inbound!['at'],
        quality: quality.map(([name, value]) => ({ name, value })),
      },
    },
    {
      kind: 'storage',
      batch: batchId(2),
      occurredAt: at(fumigation!['at']),
      from: [3],
      data: {
        place: inbound!['warehouse'],
        enteredOn: inbound!['at'],
        treatment: {
          type: 'fumigation',
          agent: fumigation!['agent'],
          startedOn: fumigation!['at'],
          ventilatedUntil: fumigation!['ventilatedUntil'],
        },
      },
    },
    {
      kind: 'processing',
      batch: batchId(2),
      occurredAt: at(milled),
      from: [4],
      data: {
        process: 'mill',
        inputs: [{ batch: batchId(2), seq: 4, leafHash, quantity: quantity(flow(mill!, 'in'), 'kg') }],
        outputs: [{ batch: batchId(3), quantity: quantity(flow(mill!, 'out'), 'kg') }],
        byproducts: Object.entries(mill!['byproducts'] as object).map(([name, value]) => ({
          name,
          quantity: quantity(value, mill!['unit']),
        })),
        losses: [{ reason: '加工损耗', quantity: quantity(mill!['loss'], mill!['unit']) }],
        licence: mill!['licence'],
      },
    },
    open(3, '大米'),
    credit(3, 2, 5, flow(mill!, 'out'), milled),
    {
      kind: 'label',
      batch: batchId(3),
      occurredAt: at('2026-11-06'),
      from: [5],
      data: {
        action: 'issued',
        set: batchId(700),
        units: pack!['labelsIssued'],
        net: quantity(pack!['unitNet'], 'kg'),
        form: 'signed',
        root: leafHash,
      },
    },
  ];
}
