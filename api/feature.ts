import type { Logger } from 'pino';
import type { Round } from '../process/run-every.js';
import type { Api, ApiContext } from './context.js';

/** What an optional feature adds to the API's process (docs/adr/0041). `features.ts` lists the features. */
export interface Feature {
  /** Path that it serves without credentials, limited like requests without them. */
  openPath: string;
  registerRoutes(app: Api, context: ApiContext): void;
  /** Starts its work beside the server; undefined if there is none. Throws a `ConfigError` for a missing setting. */
  startWork?(context: ApiContext, mail: FeatureMail, logger: Logger): Round | undefined;
  /** Keys that verify what it signs: the present one, and those found in its records. */
  findReceiptKeys?(context: ApiContext): Promise<{ own: string | null; signed: UsedKey[] }>;
}

export interface FeatureMail {
  smtpUrl: string | undefined;
  from: string;
}

export interface UsedKey {
  public_key: string;
  since: Date;
  until: Date;
}
