import type { Severity } from '../../gs1/severities.js';
import type { Tone } from './parts.js';

/** What the API says of an anomaly (docs/cases.md). */
export interface Anomaly {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly detail: string | null;
  readonly source: string;
  readonly since: string;
  readonly state: AnomalyState;
  readonly inForce: boolean;
  readonly released: number | null;
  readonly organization: Party;
  readonly batch: {
    readonly id: string;
    readonly code: string;
    readonly lot: string | null;
    readonly product: string;
  };
  readonly authority: Party | null;
  readonly entries: readonly number[];
  readonly facts: readonly Fact[];
}

export type AnomalyState = 'new' | 'assigned' | 'explained' | 'filed';

interface Party {
  readonly id: string;
  readonly name: string;
}

/** An entry that a finding rests on. */
export interface Fact {
  readonly seq: number;
  readonly title: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly issuer: Party;
  readonly sentence: string;
}

/** A step of an inquiry. */
export interface Step {
  readonly seq: number;
  readonly step: 'assigned' | 'noted' | 'closed';
  readonly outcome: 'explained' | 'filed' | null;
  readonly recordedAt: string;
  readonly authority: Party;
  readonly person: string | null;
  readonly text: string | null;
}

export interface AnomalyDetail extends Anomaly {
  readonly steps: readonly Step[];
}

export const stateTones: Readonly<Record<AnomalyState, Tone>> = {
  new: 'warn',
  assigned: 'plain',
  explained: 'good',
  filed: 'bad',
};

export const severityTones: Readonly<Record<Severity, Tone>> = {
  critical: 'bad',
  high: 'bad',
  medium: 'warn',
  low: 'plain',
  info: 'plain',
};
