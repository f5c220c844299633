import { organizationTypes, type OrganizationType } from '../../gs1/vocabulary.js';

/** What may apply: authorities are registered by an admin, and the operator registers itself. */
export type ApplicationType = Exclude<OrganizationType, 'authority' | 'operator'>;

/** As ApplicationType, for the shapes of requests. */
export const applicationTypes = Object.keys(organizationTypes).filter(
  (type) => type !== 'authority' && type !== 'operator',
) as ApplicationType[];

/** `applied` waits for a decision, `returned` for the applicant; the others are final. */
export const applicationStates = ['applied', 'returned', 'approved', 'refused', 'withdrawn'] as const;
export type ApplicationState = (typeof applicationStates)[number];

/** What a document is. */
export const documentKinds = ['business-licence', 'qualification', 'authorization', 'other'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Documents of one application. */
export const documentsMax = 5;
