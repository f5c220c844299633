/** Pointers below `data` to the fields of each kind that are told as disclosures (RFC 9901), never in the clear. */
export const privateFields: Readonly<Record<string, readonly string[]>> = {
  certificate: [],
  correction: [
    '/data/source',
    '/data/operator',
    '/data/consignee/party',
    '/data/carrier',
    '/data/vehicle',
    '/data/driver',
  ],
  harvest: ['/operator'],
  hold: [],
  input: ['/source', '/operator'],
  inspection: [],
  label: [],
  objection: [],
  processing: ['/operator'],
  receipt: ['/operator'],
  release: [],
  return: [],
  shipment: ['/consignee/party', '/carrier', '/vehicle', '/driver'],
  storage: ['/operator'],
};
