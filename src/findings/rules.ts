import type { Rule } from './finding.js';

export const rules: readonly Rule[] = [
  {
    id: 'R61',
    title: { zh: '检测超标', en: 'Result above its limit' },
    severity: 'critical',
    effect: 'hold',
    source: {
      zh: '《农产品质量安全法》第三十六条',
      en: 'Law on quality and safety of farm products, art. 36',
    },
    kinds: ['inspection'],
    judge: ({ entries }) =>
      entries
        .filter(({ kind, data }) => kind === 'inspection' && data['verdict'] === 'fail')
        .map(({ seq }) => ({
          rule: 'R61',
          outcome: 'fail' as const,
          severity: 'critical' as const,
          effect: 'hold' as const,
          entries: [seq],
          lists: [],
          detail: { zh: '检测不合格。', en: 'A test was failed.' },
        })),
  },
];

export const rulesEdition = '1';
const byId = new Map(rules.map((rule) => [rule.id, rule]));
export function findRule(id: string): Rule {
  const rule = byId.get(id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  return rule;
}
export function rulesTouchedBy(kind: string): readonly Rule[] {
  return rules.filter((rule) => rule.kinds.includes(kind));
}
