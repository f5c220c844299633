import type { HandoverWord } from '../../gs1/handover-words.js';
import type { Signer } from '../who-says.js';
import type { Amount, OwnStop } from './graph-model.js';

/** What stops a batch. */
export interface Stop {
  readonly batch: string;
  readonly by: OwnStop;
}

/** What a rule found. */
export interface Finding {
  readonly rule: string;
  readonly title: string;
  readonly outcome: 'fail' | 'unknown';
  readonly detail: string;
  readonly source: string;
  readonly released: number | null;
  readonly effect: 'hold' | 'refuse' | 'finding';
  /** The entries that it rests on. */
  readonly entries: readonly { readonly seq: number; readonly leafHash: string }[];
}

/** A batch as the API answers it. */
export interface Batch {
  readonly id: string;
  readonly code: string;
  readonly organization: string;
  readonly product: string;
  readonly site: string;
  readonly lot: string | null;
  readonly openedAt: string;
  readonly state: 'open' | 'held';
  readonly stops: readonly Stop[];
  readonly chain: string;
  readonly seq: number;
  readonly leafHash: string;
  readonly balance: Readonly<
    Record<'produced' | 'available' | 'frozen' | 'shipped' | 'consumed' | 'lost' | 'labelled', Amount>
  >;
  readonly findings: readonly Finding[] | null;
}

/** Where something was recorded: degrees of WGS 84, and the radius of 95 % confidence in metres. */
interface Recorded {
  readonly position?: {
    readonly latitude: string;
    readonly longitude: string;
    readonly accuracy: number;
  };
}

/** A batch that was found, with why. */
export interface FoundBatch extends Batch {
  readonly organizationName: string;
  readonly productName: string;
  readonly found: readonly { readonly by: string; readonly words: string; readonly value: string }[];
}

/** An entry of a batch. */
export interface BatchEvent {
  readonly id: string;
  readonly seq: number;
  readonly kind: string;
  readonly occurredAt: string;
  readonly recordedAt: string;
  readonly leafHash: string;
  readonly signer: Signer;
  readonly issuer: string;
  readonly device: { readonly name: string; readonly holder: { readonly name: string } } | null;
  readonly people: readonly { readonly field: string; readonly name: string | null }[];
  readonly withheld: readonly { readonly field: string | null }[];
  /** As far as it is read here; a correction has what it says anew in `data`. */
  readonly data: Recorded & { readonly data?: Recorded };
  readonly sentence: string;
  readonly handover: (HandoverWord & { readonly text: string }) | null;
  readonly findings: readonly Finding[] | null;
}

export interface Certificate {
  readonly seq: number;
  readonly type: string;
  readonly title: string;
  readonly number: string | null;
  readonly issuer: string | null;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly recordedAt: string;
  readonly state: 'valid' | 'challenged' | 'suspended' | 'revoked' | 'expired';
}

export interface Inspection {
  readonly seq: number;
  readonly reportNo: string | null;
  readonly laboratory: string;
  readonly verdict: 'pass' | 'fail' | 'unknown';
  readonly sampledOn: string;
  readonly recordedAt: string;
  readonly objectionUntil: string | null;
  readonly objections: readonly number[];
  readonly replacedBy: number | null;
}

export interface LabelSet {
  readonly id: string;
  readonly seq: number;
  readonly units: number;
  readonly net: Amount;
  readonly form: 'signed' | 'compact';
}

/** A place with its outline, where one was drawn: closed rings of [longitude, latitude] in WGS-84, as decimal texts. */
export interface Site {
  readonly id: string;
  readonly name: string;
  readonly publicName: string;
  readonly area: Amount | null;
  readonly polygon: {
    readonly coordinates: readonly (readonly (readonly [string, string])[])[];
  } | null;
}

/** A trace as the API answers it. */
export interface Trace {
  readonly batch: string;
  readonly direction: 'backward' | 'forward';
  readonly complete: boolean;
  readonly nodes: readonly TraceNode[];
  readonly origins: readonly { readonly node: string; readonly quantity: Amount }[] | null;
  readonly whole: Amount | null;
  readonly unknown: Amount | null;
  readonly consignees: readonly Consignment[] | null;
  readonly labels:
    | readonly {
        readonly batch: string;
        readonly set: string;
        readonly units: number;
        readonly states: {
          readonly issued: number;
          readonly activated: number;
          readonly void: number;
        } | null;
      }[]
    | null;
}

export interface TraceNode {
  readonly key: string;
  readonly batch: string;
  readonly level: number;
  readonly organization: { readonly id: string; readonly name: string };
  readonly product: { readonly name: string; readonly variety: string | null };
  readonly place: string;
  readonly openedAt: string;
  readonly code: string | null;
  readonly lot: string | null;
  readonly available: Amount | null;
  readonly state: 'open' | 'not-followed' | 'not-told';
  readonly stops: readonly OwnStop[] | null;
  readonly links: readonly {
    readonly node: string;
    /** The entry that says so. */
    readonly entry: { readonly batch: string; readonly seq: number };
    readonly taken: Amount | null;
    readonly made: Amount | null;
  }[];
}

/** A shipment of a traced batch. */
export interface Consignment {
  readonly entry: { readonly batch: string; readonly seq: number };
  readonly consignee: { readonly name: string } | null;
  readonly quantity: Amount;
  readonly confirmed: Amount;
  readonly returned: Amount;
  readonly unconfirmed: Amount;
}
