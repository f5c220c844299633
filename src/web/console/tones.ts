import type { Certificate, Inspection } from './batch-shapes.js';
import type { Tone } from './parts.js';

/** How a certificate that stands so is shown. */
export const certificateTones: Readonly<Record<Certificate['state'], Tone>> = {
  valid: 'good',
  challenged: 'warn',
  suspended: 'warn',
  revoked: 'bad',
  expired: 'plain',
};

/** How a test with this result is shown. */
export const verdictTones: Readonly<Record<Inspection['verdict'], Tone>> = {
  pass: 'good',
  fail: 'bad',
  unknown: 'plain',
};
