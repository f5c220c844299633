import { made, harvestOf } from './cooperative.js';
import { Goods, kg, type EntryOf } from './goods.js';
import { createMarket, handOver, sellOn, shipOutside, type Market } from './market.js';

/** Apples of three lots in one box, of which the market got some and sold some on; the rest went to a party outside. */
export interface Story extends Market {
  readonly product: string;
  readonly site: string;
  /** Batches of the farm. */
  readonly sources: readonly string[];
  readonly box: string;
  readonly empty: string;
  /** What the market received. */
  readonly received: string;
}

const polygon = {
  type: 'Polygon',
  coordinates: [
    [
      ['120.8301', '37.3052'],
      ['120.8312', '37.3052'],
      ['120.8314', '37.3058'],
      ['120.8303', '37.3060'],
      ['120.8301', '37.3052'],
    ],
  ],
};
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** Tells the story in the names given, which may be anything that the service takes. */
export async function createStory(names: { product: string; site: string }): Promise<Story> {
  const world = await createMarket();
  const { farm } = world;
  const organization = farm.organizationId;
  const place = { organization, name: names.site, publicName: '山东省烟台市栖霞市', region: '370686' };
  const area = { value: '12.5', unit: 'CN-MU' };
  const site = String((await made(farm.owner.post('/api/v1/sites', { ...place, area, polygon }))).id);
  const goods = { organization, name: names.product, variety: '烟富3', category: 'FRU', unit: 'KGM' };
  const product = String((await made(farm.owner.post('/api/v1/products', goods))).id);
  const open = async (lot: string): Promise<string> =>
    String((await made(farm.owner.post('/api/v1/batches', { product, site, lot }))).id);
  const teller = new Goods(farm);
  const harvests: EntryOf[] = [];
  for (const lot of ['APP-01', 'APP-02', 'APP-03'])
    harvests.push(await teller.record(await open(lot), 'harvest', harvestOf(1_000)));
  const box = await open('BOX-01');
  const mixing = {
    process: 'mix',
    inputs: harvests.map((entry) => ({ ...entry, quantity: kg(800) })),
    outputs: [{ batch: box, quantity: kg(2_400) }],
  };
  await made(farm.record(box, 'processing', mixing, { occurredAt: daysAgo(5) }));
  await made(farm.owner.post(`/api/v1/batches/${box}/labels`, { units: 20, net: kg(5) }));
  const { batch: received } = await handOver(world, box, world.market, '600');
  await sellOn(world, received, '250');
  await shipOutside(world, box, '300');
  const sources = harvests.map(({ batch }) => batch);
  return { ...world, product, site, sources, box, empty: await open('EMPTY-01'), received };
}
