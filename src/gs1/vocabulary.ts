import { LedgerError } from '../ledger/errors.js';
import { decimalBound, type Decimal } from '../ledger/quantity.js';
import type { Words } from './words.js';

/** What can be converted into what. Packages and heads of animals convert into nothing else. */
export type Dimension =
  'mass' | 'volume' | 'count' | 'area' | 'length' | 'head' | 'carton' | 'box' | 'bag' | 'crate';

/** A unit: 1 unit = numerator / denominator of its dimension's first unit, exactly. */
export interface Unit {
  readonly dimension: Dimension;
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly words: Words;
}

function unit(dimension: Dimension, zh: string, en: string, numerator: bigint, denominator = 1n): Unit {
  return { dimension, numerator, denominator, words: { zh, en } };
}

/**
 * Units by code: UN/CEFACT Recommendation 20, and our own codes for national units, which begin with `CN-` and so
 * never meet a code of the recommendation (it has no hyphens). 1 亩 = 1/15 ha; 1 斤 = 500 g; 1 两 = 50 g; 1 担 = 50 kg.
 */
export const units: Readonly<Record<string, Unit>> = {
  KGM: unit('mass', '公斤', 'kg', 1n),
  GRM: unit('mass', '克', 'g', 1n, 1_000n),
  MGM: unit('mass', '毫克', 'mg', 1n, 1_000_000n),
  TNE: unit('mass', '吨', 't', 1_000n),
  'CN-JIN': unit('mass', '斤', 'jin', 1n, 2n),
  'CN-LIANG': unit('mass', '两', 'liang', 1n, 20n),
  'CN-DAN': unit('mass', '担', 'dan', 50n),
  LTR: unit('volume', '升', 'L', 1n),
  MLT: unit('volume', '毫升', 'mL', 1n, 1_000n),
  MTQ: unit('volume', '立方米', 'm³', 1_000n),
  H87: unit('count', '个', 'pieces', 1n),
  DZN: unit('count', '打', 'dozen', 12n),
  MTK: unit('area', '平方米', 'm²', 1n),
  HAR: unit('area', '公顷', 'ha', 10_000n),
  'CN-MU': unit('area', '亩', 'mu', 2_000n, 3n),
  MTR: unit('length', '米', 'm', 1n),
  CMT: unit('length', '厘米', 'cm', 1n, 100n),
  HEA: unit('head', '头', 'head', 1n),
  CT: unit('carton', '箱', 'cartons', 1n),
  BX: unit('box', '盒', 'boxes', 1n),
  BG: unit('bag', '袋', 'bags', 1n),
  CR: unit('crate', '筐', 'crates', 1n),
};

/** Every unit code, in the table's order. */
export const unitCodes: readonly string[] = Object.keys(units);

/** The unit of a code, undefined when there is none. */
export function findUnit(code: string): Unit | undefined {
  return Object.hasOwn(units, code) ? units[code] : undefined;
}

/** True when both codes are known and one can be expressed in the other. */
export function sameDimension(left: string, right: string): boolean {
  const unitOf = findUnit(left);
  return unitOf !== undefined && unitOf.dimension === findUnit(right)?.dimension;
}

/** Why a quantity cannot be expressed in another unit: unknown code, other dimension, more than 9 decimals, too large. */
export type ConversionFault = 'unit' | 'dimension' | 'inexact' | 'range';

/** The quantity in the unit `to`, exactly, or why not. */
export function tryConvert(value: Decimal, from: string, to: string): Decimal | ConversionFault {
  if (from === to && findUnit(from) !== undefined) return value;
  const source = findUnit(from);
  const target = findUnit(to);
  if (source === undefined || target === undefined) return 'unit';
  if (source.dimension !== target.dimension) return 'dimension';
  const scaled = value * source.numerator * target.denominator;
  const divisor = source.denominator * target.numerator;
  if (scaled % divisor !== 0n) return 'inexact';
  const converted = scaled / divisor;
  return converted >= decimalBound || converted <= -decimalBound ? 'range' : converted;
}

/**
 * The quantity in the unit `to`, exactly: value · from / to.
 *
 * @throws LedgerError `unit-conversion` when a code is unknown, the dimensions differ, the result needs more than 9 decimals
 *   or reaches 10^18. Nothing is rounded.
 */
export function convert(value: Decimal, from: string, to: string): Decimal {
  const answer = tryConvert(value, from, to);
  if (typeof answer === 'bigint') return answer;
  const reasons: Record<ConversionFault, string> = {
    unit: 'one of the units is unknown',
    dimension: 'they measure different things',
    inexact: 'the result would have to be rounded',
    range: 'the result is too large',
  };
  throw new LedgerError('unit-conversion', `Cannot express ${from} in ${to}: ${reasons[answer]}`);
}

/** Product categories (domain/data/product_categories.csv), by code. */
export const productCategories = {
  VEG: { zh: '蔬菜（含人工种植食用菌）', en: 'Vegetables' },
  FRU: { zh: '水果', en: 'Fruit' },
  TEA: { zh: '茶鲜叶', en: 'Fresh tea leaves' },
  LIV: { zh: '畜禽', en: 'Livestock and poultry' },
  EGG: { zh: '禽蛋', en: 'Eggs' },
  AQU: { zh: '养殖水产品', en: 'Farmed fish and seafood' },
  GRA: { zh: '粮食', en: 'Grain' },
  OIL: { zh: '油料', en: 'Oil crops' },
  COT: { zh: '棉花', en: 'Cotton' },
  MED: { zh: '中药材', en: 'Medicinal plants' },
  MTE: { zh: '茶叶（加工）', en: 'Processed tea' },
  MIL: { zh: '大米、面粉等成品粮', en: 'Milled grain' },
  EDF: { zh: '食用菌', en: 'Edible fungi' },
  HON: { zh: '蜂产品', en: 'Bee products' },
} as const satisfies Record<string, Words>;
export type ProductCategory = keyof typeof productCategories;

/** A process, and the business step of the GS1 Core Business Vocabulary 2.0 (§7.1) that fits it, where one does. */
export interface Process {
  readonly words: Words;
  readonly businessStep: string | null;
}

function process(zh: string, en: string, businessStep: string | null = null): Process {
  return { words: { zh, en }, businessStep };
}

/** Processes of a `processing` event, by name. */
export const processes = {
  sort: process('分选', 'Sorted', 'inspecting'),
  grade: process('分级', 'Graded', 'inspecting'),
  wash: process('清洗', 'Washed'),
  trim: process('修整', 'Trimmed'),
  cut: process('切分', 'Cut'),
  cool: process('预冷', 'Cooled'),
  pack: process('包装', 'Packed', 'packing'),
  repack: process('重新包装', 'Repacked', 'repackaging'),
  split: process('分装', 'Split', 'unpacking'),
  mix: process('混合', 'Mixed'),
  dry: process('干燥', 'Dried'),
  mill: process('碾磨', 'Milled'),
  press: process('压榨', 'Pressed'),
  gin: process('轧花', 'Ginned'),
  roast: process('烘焙', 'Roasted'),
  wither: process('萎凋', 'Withered'),
  ferment: process('发酵', 'Fermented'),
  pickle: process('腌制', 'Pickled'),
  freeze: process('冷冻', 'Frozen'),
  slaughter: process('屠宰', 'Slaughtered', 'killing'),
  other: process('其他加工', 'Processed', 'other'),
} as const satisfies Record<string, Process>;
export type ProcessName = keyof typeof processes;

/** Types of an `input` event (domain.md §3). */
export const inputTypes = {
  pesticide: { zh: '农药', en: 'Pesticide' },
  fertilizer: { zh: '肥料', en: 'Fertilizer' },
  seed: { zh: '种子种苗', en: 'Seed' },
  feed: { zh: '饲料', en: 'Feed' },
  veterinary: { zh: '兽药', en: 'Veterinary drug' },
  water: { zh: '灌溉用水', en: 'Water' },
  other: { zh: '其他投入品', en: 'Other input' },
} as const satisfies Record<string, Words>;
export type InputType = keyof typeof inputTypes;

/** Kinds of inspection: who asked for it and how it was done. */
export const inspectionTypes = {
  self: { zh: '自行检测', en: 'Own test' },
  commissioned: { zh: '委托检测', en: 'Commissioned test' },
  rapid: { zh: '快速检测', en: 'Rapid test' },
  supervision: { zh: '监督抽查', en: 'Supervisory sampling' },
  retest: { zh: '复检', en: 'Retest' },
  outbound: { zh: '出库检验', en: 'Outbound test' },
  notarised: { zh: '公证检验', en: 'Notarised inspection' },
} as const satisfies Record<string, Words>;
export type InspectionType = keyof typeof inspectionTypes;

/** Results of an inspection, a row of it, or an unsettled one. */
export const verdicts = {
  pass: { zh: '合格', en: 'Pass' },
  fail: { zh: '不合格', en: 'Fail' },
  unknown: { zh: '未判定', en: 'Not judged' },
} as const satisfies Record<string, Words>;
export type Verdict = keyof typeof verdicts;

/** What is done to goods in store, as sentences and forms say it. */
export const treatments = {
  fumigation: { zh: '熏蒸', en: 'Fumigated' },
  preservation: { zh: '保鲜', en: 'Treated to keep fresh' },
  disinfection: { zh: '消毒', en: 'Disinfected' },
  aeration: { zh: '通风', en: 'Aired' },
  other: { zh: '其他处理', en: 'Treated' },
} as const satisfies Record<string, Words>;
export type Treatment = keyof typeof treatments;

/** Kinds of certificate. `compliance` is the 承诺达标合格证, the producer's own promise. */
export const certificateTypes = {
  compliance: { zh: '承诺达标合格证', en: 'Compliance commitment certificate' },
  organic: { zh: '有机产品认证', en: 'Organic certificate' },
  green: { zh: '绿色食品', en: 'Green food licence' },
  geographical: { zh: '地理标志', en: 'Geographical indication' },
  gap: { zh: '良好农业规范认证', en: 'GAP certificate' },
  quarantine: { zh: '检疫证明', en: 'Quarantine certificate' },
  other: { zh: '其他证书', en: 'Other certificate' },
} as const satisfies Record<string, Words>;
export type CertificateType = keyof typeof certificateTypes;

/** Certificates that let goods claim something. */
export const claimTypes = [
  'organic',
  'green',
  'geographical',
  'gap',
] as const satisfies readonly CertificateType[];
export type ClaimType = (typeof claimTypes)[number];

/** Whether a certificate of the type lets goods claim something. */
export function isClaimType(type: string): type is ClaimType {
  return claimTypes.some((one) => one === type);
}

/**
 * The promises of the two styles, word for word as the form prints them: 1 for who grew the goods, 2 for who bought
 * them and mixed or repacked (农业农村部令 2025 年第 4 号, in force from 2026-02-01). The Chinese text is the promise.
 */
export const compliancePromises = {
  1: {
    zh: '未使用禁用农药、兽药及其他化合物；使用的常规农药、兽药残留不超标',
    en: 'No banned pesticides, veterinary drugs or other compounds were used; residues of those in common use are within the limits',
  },
  2: {
    zh: '已按规定收取并保存该批次农产品承诺达标合格证或者其他质量安全合格证明；未违规使用保鲜剂、防腐剂、添加剂等',
    en: 'The compliance certificates or other proofs of quality and safety of this batch were collected and are kept as required; no preservatives, additives or the like were used against the rules',
  },
} as const satisfies Record<1 | 2, Words>;

/** What the promise of a compliance certificate rests on; the wording is fixed by the certificate's form. */
export const certificateBases = {
  'quality-control': { zh: '质量安全控制符合要求', en: 'Quality and safety control meets the requirements' },
  'self-tested': { zh: '自行检测合格', en: 'Own test passed' },
  'commission-tested': { zh: '委托检测合格', en: 'Commissioned test passed' },
} as const satisfies Record<string, Words>;
export type CertificateBasis = keyof typeof certificateBases;

/**
 * Kinds of organization; the one list that the API, the ledger and the database know. The duties of each differ: a farm
 * household is encouraged where others must. Persons who inspect or regulate act for a laboratory or an authority.
 */
export const organizationTypes = {
  cooperative: { zh: '农民专业合作社', en: 'Cooperative' },
  company: { zh: '企业', en: 'Company' },
  'family-farm': { zh: '家庭农场', en: 'Family farm' },
  household: { zh: '农户', en: 'Farm household' },
  processor: { zh: '加工企业', en: 'Processor' },
  carrier: { zh: '物流企业', en: 'Carrier' },
  retailer: { zh: '零售与批发', en: 'Retail and wholesale' },
  laboratory: { zh: '检测机构', en: 'Laboratory' },
  certifier: { zh: '认证机构', en: 'Certification body' },
  authority: { zh: '监管机关', en: 'Authority' },
  operator: { zh: '服务运营方', en: 'Operator of the service' },
} as const satisfies Record<string, Words>;
export type OrganizationType = keyof typeof organizationTypes;

/** Farms of natural persons: they may have no unified social credit code, and may belong to a cooperative. */
export function isFamilyRun(type: OrganizationType): boolean {
  return type === 'household' || type === 'family-farm';
}
