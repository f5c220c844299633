import { listRowsMax } from './check-rows.js';

const rows = [
  {
    active: '戊唑醇',
    registrationNo: null,
    formulation: '430g/L悬浮剂',
    crop: '苹果',
    target: '斑点落叶病',
    intervalDays: 35,
    usesMax: 4,
    effectiveFrom: '2020-01-01',
    effectiveTo: null,
    source: '示例标签',
    confidence: 'low',
  },
];
const csv = [
  'active,formulation,crop,target,intervalDays,usesMax,effectiveFrom,effectiveTo,source,confidence',
  '戊唑醇,430g/L悬浮剂,苹果,斑点落叶病,35,4,2020-01-01,,示例标签,low',
  '',
].join('\r\n');

const schema = { type: 'array', minItems: 1, maxItems: listRowsMax, items: { type: 'object' } } as const;

/** The rows of a version, as the OpenAPI document shows them. */
export const rowsMedia = { schema, example: rows };

/** The body that publishes a version, in both its forms. */
export const tableBody = {
  required: true,
  description: 'All rows of the version; a CSV file names the columns in its first line (docs/lists.md).',
  content: {
    'application/json': {
      schema: { type: 'object', required: ['rows'], properties: { rows: { ...schema, example: rows } } },
      example: { rows },
    },
    'text/csv': { schema: { type: 'string' }, example: csv },
  },
};
