import type { Severity } from '../gs1/severities.js';
import type { BatchRecord } from './record.js';

const mandatedKinds = new Set(['cooperative', 'company', 'processor', 'retailer']);

/**
 * R02: whether the organization must keep records and issue certificates, or is encouraged to.
 *
 * Companies (91) and cooperatives (93) by their unified social credit code, service organizations and buyers by
 * their kind, must; farm households and family farms of natural persons need not (农产品质量安全法 art. 27, 39).
 */
export function isMandated({ organization }: Pick<BatchRecord, 'organization'>): boolean {
  return mandatedKinds.has(organization.kind) || /^9[13]/.test(organization.uscc ?? '');
}

/** The severity of a rule on records for whom it judges: where keeping them is no duty, it only informs. */
export function dutySeverity(record: Pick<BatchRecord, 'organization'>, severity: Severity): Severity {
  return isMandated(record) ? severity : 'info';
}
