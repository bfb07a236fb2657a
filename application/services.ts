import type { LetterSender } from '../domain/letters/letter-sender.js';
import type { Db } from '../registry/db.js';
import type { RelyingParty } from '../domain/people/step-up.js';
import type { Rulebook } from '../rulebook/load.js';
import type { NoticeKeys } from '../client/connection/notice-keys.js';
import type { ApprovalSigner } from './approval-signer.js';
import type { LogState } from './log-state.js';
import type { EditionSigner } from './edition-signer.js';
import type { CheckpointSigner } from './checkpoint-signer.js';
import type { Engine } from '../client/engine.js';
import type { Subscriber } from '../domain/webhooks/webhook-event.js';
import type { TransparencyDatabase } from '../domain/reports/transparency-database.js';

/** What all services of a process work with. Built once per process. */
export interface Services {
  db: Db;
  engine: Engine;
  keys: NoticeKeys;
  /** Commands that Temporal has confirmed and whose rows do not say so yet; a job writes that. */
  accepted: Set<string>;
  /** Signs submissions, approvals and what they rest on; only API and jobs hold the key. */
  signer: ApprovalSigner;
  editionSigner: EditionSigner;
  /** Signs checkpoints of the audit log; only this process holds the key. */
  auditSigner: CheckpointSigner;
  /** The last tree of the audit log that this process signed, kept outside the database (`audit-state.json`). */
  logState: LogState;
  /** The current law. Read it again for each use, because an approved edition replaces it. */
  readonly rulebook: Rulebook;
  /** Edition number of that rulebook; null until it is recorded. */
  readonly rulebookEdition: number | null;
  /** More acting targets than this need counsel (`DESK_MASS_TARGETS`). */
  massTargets: number;
  /** Whether a scope wider than the order's needs counsel (`DESK_WIDER_SCOPE`). */
  widerScope: 'flag' | 'counsel';
  /** Percentage of acting drafts sampled for a second review (`DESK_SECOND_REVIEW_PERCENT`). */
  secondReviewPercent: number;
  /** How soon an emergency has to be ratified (`DESK_RATIFY_WITHIN`). */
  ratifyWithinMinutes: number;
  /** Interval at which the reconciler compares registry and Temporal (`DESK_RECONCILE_EVERY`); null: never. */
  reconcileEveryMs: number | null;
  /** Delay in seconds before a changed contact of a verified authority takes effect (`DESK_CONTACT_DELAY`). */
  contactDelaySeconds: number;
  /**
   * Readers of a notice that the law makes secret and that names none (`DESK_GAGGED_PEOPLE`): person ids and
   * `role:<role>`.
   */
  gaggedPeople: readonly string[];
  /** Whether approvals and administration require a passkey (`DESK_STEP_UP`). */
  stepUp: boolean;
  /** Null if the desk's host name can have no passkeys. */
  relyingParty: RelyingParty | null;
  /** The sender in letters: a company and one of its offices, never a person. */
  letterSender: LetterSender;
  /** Languages that the company has declared to authorities; empty: none are known. */
  companyLanguages: readonly string[];
  subscriber: Subscriber | null;
  /** File used instead of DNS when mail senders are checked (`MAIL_DNS_FILE`); null: the system's resolver. */
  mailDnsFile: string | null;
  /** The address our mail is from; mail from it is our own, returned. */
  ownAddress: string;
  transparencyDatabase: TransparencyDatabase | null;
  /** Where approved notices for Lumen go (`LUMEN_URL`); null: they wait. */
  lumen: { url: string; token: string | null } | null;
  /** Whether the addresses of law texts are read daily (`watch: daily` in company.yaml). */
  lawWatch: boolean;
  now: () => Date;
  newId: () => string;
}

/** The services without the signer and the state that only the API holds. */
export type SharedServices = Omit<Services, 'auditSigner' | 'logState'>;

/** Adds to the services without copying values, so that getters such as `rulebook` stay live. */
export function withServices<Given extends object, Extra extends object>(services: Given, extra: Extra): Given & Extra {
  return Object.defineProperties(extra, Object.getOwnPropertyDescriptors(services)) as Given & Extra;
}
