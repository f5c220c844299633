const batch = '0b6f7c1e-5a77-4d8e-9b3a-2f5f0d1c9e11';
const id = '01939c6e-5b7a-7c1e-9f00-3d2a8e6b4c10';
const leafHash = 'uU0nuZNNPgilLlLX2n2r-sSE7-N6U4DukIj3rOLvzek';

const harvest = {
  batch,
  id,
  kind: 'harvest',
  occurredAt: '2026-10-18T18:00:00+08:00',
  data: { quantity: { value: '31250', unit: 'KGM' }, startedOn: '2026-10-18', stoppedOn: '2026-10-18' },
};
const signed = { batch, statement: '<compact JWS>~<disclosure>~<disclosure>~' };
const recorded = {
  status: 201,
  event: {
    id,
    batch,
    seq: 2,
    kind: 'harvest',
    occurredAt: harvest.occurredAt,
    recordedAt: '2026-10-18T10:00:07.250Z',
    leafHash,
    prev: 'jnEk8q-HTpo8d_53wPpRHld8UxgcF6DJxR3Vvnm0Y04',
    signer: 'custodial',
    findings: null,
    receipt: 'eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoi….eyJsb2ciOiJsZWRnZXIuZXhhbXBsZS5vcmcvMjAyNiIs….TzW8…',
    proof: null,
  },
};
const refusedLine = {
  status: 422,
  problem: {
    type: '/problems/key-not-accepted',
    title: 'The key is not accepted',
    status: 422,
    detail: 'This key is not registered for the organization, or no longer valid.',
    instance: 'urn:uuid:6f2f1c0e-6f0a-4c5b-9d43-1f4a3c0f7c11',
    errors: [
      {
        pointer: '/statement/kid',
        code: 'key',
        detail: 'This key is not registered for the organization, or no longer valid.',
      },
    ],
  },
};

function linesOf(...values: readonly object[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

const lines = 'application/x-ndjson';

/** The body of a bulk request: a line an event. */
export const bulkBody = {
  required: true,
  content: {
    [lines]: {
      schema: {
        type: 'string',
        description:
          'At most 1,000 lines and 8 MiB. Each is a `PlainEventLine` or a `SignedEventLine`, at most 64 KiB.',
      },
      example: linesOf(harvest, signed),
    },
  },
};

/** The answer to it: a line for each, in the same order. */
export const bulkAnswer = {
  description: 'Whatever became of the lines.',
  content: {
    [lines]: {
      schema: {
        type: 'string',
        description:
          'Each line is `{"status":201,"event":{…}}` for what was recorded, `{"status":200,"event":{…}}` for what had been before (both a `RecordedEventDto`), or `{"status":4xx or 5xx,"problem":{…}}` (a `Problem`) for what is not recorded.',
      },
      example: linesOf(recorded, refusedLine),
    },
  },
};
