import { kg, mu, type DemoEvent, type DemoStory } from './demo-story.js';

/** A greenhouse of tomatoes, of which most go to the market. */
interface Grower {
  readonly organization: DemoStory['organization'];
  readonly login: string;
  readonly place: string;
  /** In mu. */
  readonly area: string;
  readonly lot: string;
  /** Kilograms of the pesticide, picked, and sent to the market. */
  readonly dose: string;
  readonly picked: string;
  readonly sent: string;
  readonly certificate: string;
}

const pickedOn = '2026-11-12';

function sprayed({ lot, login, dose, area }: Grower): DemoEvent {
  return {
    lot,
    kind: 'input',
    occurredAt: '2026-10-28T08:00:00+08:00',
    data: () => ({
      inputType: 'pesticide',
      product: {
        name: '联苯菊酯10%乳油',
        registrationNo: 'PD20990789',
        activeIngredients: [{ name: '联苯菊酯' }],
      },
      source: { ticket: `XS-1020-${login}`, boughtOn: '2026-10-20', quantity: kg('1') },
      amount: kg(dose),
      method: '喷雾',
      target: { name: '白粉虱' },
      startedOn: '2026-10-28',
      stoppedOn: '2026-10-28',
      area: mu(area),
    }),
  };
}

function harvested({ lot, picked, area }: Grower): DemoEvent {
  return {
    lot,
    kind: 'harvest',
    occurredAt: `${pickedOn}T16:00:00+08:00`,
    data: () => ({ quantity: kg(picked), area: mu(area), startedOn: pickedOn, stoppedOn: pickedOn }),
  };
}

function certified({ lot, picked, place, organization, certificate }: Grower): DemoEvent {
  return {
    lot,
    kind: 'certificate',
    occurredAt: `${pickedOn}T17:00:00+08:00`,
    data: () => ({
      action: 'issue',
      type: 'compliance',
      number: certificate,
      style: 1,
      product: '番茄',
      quantity: kg(picked),
      origin: place,
      issuer: organization.name,
      contact: '138****0000',
      basis: ['quality-control'],
      issuedOn: pickedOn,
    }),
  };
}

function sentToMarket({ lot, login, sent, place, organization, certificate }: Grower): DemoEvent {
  return {
    lot,
    as: `${login} sent`,
    kind: 'shipment',
    occurredAt: `${pickedOn}T19:00:00+08:00`,
    data: (made) => ({
      quantity: kg(sent),
      consignee: { organization: made.organization('market') },
      from: { name: place, region: organization.region },
      to: { name: '上海市', region: '310115' },
      departedAt: `${pickedOn}T19:00:00+08:00`,
      documents: [{ type: '承诺达标合格证', number: certificate }],
    }),
  };
}

function grower(told: Grower): DemoStory {
  const { organization, login, lot, place, area } = told;
  const { region } = organization;
  return {
    organization,
    account: { login },
    site: { name: '示例大棚', publicName: place, region, area: { value: area, unit: 'CN-MU' } },
    products: [{ name: '番茄', category: 'VEG', unit: 'KGM' }],
    lots: [[lot, 0]],
    steps: [sprayed(told), harvested(told), certified(told), sentToMarket(told)],
  };
}

/** Two growers of tomatoes. */
export const growers: readonly DemoStory[] = [
  grower({
    organization: {
      kind: 'cooperative',
      name: '寿光示例蔬菜农民专业合作社',
      uscc: '93370783MA3D5R8W2W',
      region: '370783',
    },
    login: 'tomato',
    place: '山东省潍坊市寿光市',
    area: '3.2',
    lot: 'TOM-20261112-A',
    dose: '0.03',
    picked: '1200',
    sent: '800',
    certificate: '示例-HGZ-1112-A',
  }),
  grower({
    organization: {
      kind: 'cooperative',
      name: '青州示例果蔬农民专业合作社',
      uscc: '93370781MA3F7T4K68',
      region: '370781',
    },
    login: 'tomato2',
    place: '山东省潍坊市青州市',
    area: '2.5',
    lot: 'TOM-20261112-B',
    dose: '0.02',
    picked: '900',
    sent: '700',
    certificate: '示例-HGZ-1112-B',
  }),
];
