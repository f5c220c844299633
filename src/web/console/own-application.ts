import { useGathered, type Reading } from './answers.js';
import type { Application } from './application.js';

/** A document that the applicant added. */
export interface OwnDocument {
  readonly sha256: string;
  readonly type: string;
  readonly mediaType: string;
  readonly size: number;
  readonly addedAt: string;
}

/** An application as its applicant follows it. */
export interface OwnApplication extends Application {
  readonly documents: readonly OwnDocument[];
  readonly subjectCode: string | null;
  readonly hasOwner: boolean;
}

/** How an application is asked for: its path in the API, and what opens it. */
export interface Opening {
  readonly path: string;
  readonly secret: string;
}

/** How the application of this id is asked for. */
export function openingOf(id: string, secret: string): Opening {
  return { path: `/api/v1/applications/${encodeURIComponent(id)}`, secret };
}

/** Reads where an application stands. */
export function useOwnApplication({ path, secret }: Opening): Reading<OwnApplication> {
  return useGathered(`${path} ${secret}`, (api) => api.askAsApplicant(secret, 'GET', `${path}/status`));
}
