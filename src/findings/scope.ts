import { quantityText } from '../events/kinds/amounts.js';
import type { Words } from '../gs1/words.js';
import { parseDecimal } from '../ledger/quantity.js';
import type { Certification } from './certification.js';
import { nameOf, namedClaims, type NamedClaim } from './claims.js';
import type { Found } from './define-rule.js';
import { entriesOf, plotOf } from './entries.js';
import { isAtMost, total } from './masses.js';
import type { BatchRecord, RecordEntry } from './record.js';

/** What a certification does not say of the batch, or leaves open; `entries` beside the claim itself. */
interface Beyond {
  readonly outcome: 'fail' | 'unknown';
  readonly entries: readonly RecordEntry[];
  readonly why: Words;
}

/** Whether a certification covers a product of its organization. */
export function coversProduct({ grant }: Certification, productId: string): boolean {
  return grant.products.includes(productId);
}

/** R58 of claims and marks: product, site, area or quantity that the certification does not cover. */
export function outOfScope(record: BatchRecord): Found[] {
  return namedClaims(record).flatMap((claim) =>
    beyond(record, claim).map(({ outcome, entries, why }) => {
      const name = nameOf(claim.type, claim.certification.grant.number);
      const detail: Words =
        outcome === 'fail'
          ? {
              zh: `超出${name.zh}的范围：${why.zh}，不得作此声明。`,
              en: `Outside the scope of ${name.en}: ${why.en}. It must not be claimed.`,
            }
          : {
              zh: `是否在${name.zh}的范围内，未能判定：${why.zh}。`,
              en: `Whether it is within the scope of ${name.en} cannot be decided: ${why.en}.`,
            };
      return { outcome, entries: [claim.entry, ...entries], detail };
    }),
  );
}

function beyond(record: BatchRecord, { certification, isMark }: NamedClaim): Beyond[] {
  const product: Beyond[] = coversProduct(certification, record.batch.productId)
    ? []
    : [
        {
          outcome: 'fail',
          entries: [],
          why: {
            zh: `证书没有列入产品“${record.product.name}”`,
            en: `the certificate does not list the product ${record.product.name}`,
          },
        },
      ];
  return isMark
    ? product
    : [...product, ...sitesBeyond(record, certification), ...amountsBeyond(record, certification)];
}

function sitesBeyond(record: BatchRecord, { grant: { sites } }: Certification): Beyond[] {
  if (sites === undefined) return [];
  return entriesOf(record, 'harvest').flatMap(({ entry, data }): Beyond[] => {
    const plot = plotOf(record, data.site);
    if (plot === null) {
      const why = { zh: '没有写明采收地块', en: 'the plot of the harvest is not told' };
      return [{ outcome: 'unknown', entries: [entry], why }];
    }
    if (sites.some(({ site }) => site === plot)) return [];
    const why = {
      zh: '采收地块不在证书列出的地块内',
      en: 'the plot of the harvest is not one that it lists',
    };
    return [{ outcome: 'fail', entries: [entry], why }];
  });
}

function amountsBeyond(record: BatchRecord, { grant: { area, quantity } }: Certification): Beyond[] {
  const picked = entriesOf(record, 'harvest');
  const areas = picked.flatMap(({ entry, data }): Beyond[] => {
    if (area === undefined || data.area === undefined) return [];
    const fits = isAtMost(data.area, area);
    if (fits === true) return [];
    const [zh, en] = [quantityText(area, 'zh-CN'), quantityText(area, 'en')];
    const why = {
      zh: `采收面积超过认证面积 ${zh}`,
      en: `more was harvested from than the ${en} that are certified`,
    };
    return [{ outcome: fits === null ? 'unknown' : 'fail', entries: [entry], why }];
  });
  if (quantity === undefined || picked.length === 0) return areas;
  const sum = total(
    picked.map(({ data }) => data.quantity),
    quantity.unit,
  );
  if (sum !== null && sum <= parseDecimal(quantity.value)) return areas;
  const [zh, en] = [quantityText(quantity, 'zh-CN'), quantityText(quantity, 'en')];
  const why =
    sum === null
      ? { zh: `采收数量换算不成认证数量 ${zh} 的单位`, en: `the harvest does not compare with ${en}` }
      : { zh: `采收数量超过认证数量 ${zh}`, en: `more was harvested than the ${en} that are certified` };
  const outcome = sum === null ? 'unknown' : 'fail';
  return [...areas, { outcome, entries: picked.map(({ entry }) => entry), why }];
}
