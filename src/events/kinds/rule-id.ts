import { field, textRule, type FieldOptions } from './rules.js';

const ruleId = /^R\d{1,3}$/;

/** The number of a rule. */
export function RuleId(options: FieldOptions): PropertyDecorator {
  return field(options, { type: String, pattern: ruleId.source }, [
    textRule('rule', (text) => ruleId.test(text)),
  ]);
}
