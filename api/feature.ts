import type { UsedKey } from '../application/audit/published-keys.js';
import type { Job } from '../process/run-every.js';
import type { Api, ApiContext } from './context.js';

/** What an optional feature adds to the API's process (docs/adr/0041). `features.ts` lists the features. */
export interface Feature {
  /** Path that it serves without credentials, limited like requests without them. */
  openPath: string;
  registerRoutes(app: Api, context: ApiContext): void;
  /** Opens its work beside the server; undefined if there is none. Throws a `ConfigError` for a missing setting. */
  openWork?(context: ApiContext, mail: FeatureMail): FeatureWork | undefined;
  /** Keys that verify what it signs: the present one, and those found in its records. */
  findReceiptKeys?(context: ApiContext): Promise<{ own: string | null; signed: UsedKey[] }>;
}

export interface FeatureWork {
  jobs: Job[];
  /** After its jobs have stopped. */
  close(): void;
}

export interface FeatureMail {
  smtpUrl: string | undefined;
  from: string;
}
