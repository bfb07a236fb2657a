import type { LetterSender } from '../domain/letter/letter-sender.js';
import type { Db } from '../registry/db.js';
import type { RelyingParty } from '../domain/people/step-up.js';
import type { Rulebook } from '../rulebook/load.js';
import type { NoticeKeys } from '../temporal/notice-keys.js';
import type { ApprovalSigner } from './signing/approval-signer.js';
import type { LogState } from './audit/log-state.js';
import type { EditionSigner } from './signing/edition-signer.js';
import type { CheckpointSigner } from './signing/checkpoint-signer.js';
import type { Engine } from './temporal/engine.js';
import type { Subscriber } from '../domain/webhook/webhook-event.js';
import type { Lumen } from '../domain/report/lumen-notice.js';
import type { TransparencyDatabase } from '../domain/report/transparency-database.js';

/** What the desk's services work with, whoever asks. Built once a process. */
export interface Services {
  db: Db;
  engine: Engine;
  /** Keys with which what goes to Temporal is sealed, one a notice. */
  keys: NoticeKeys;
  /** Commands that Temporal has said it holds and whose rows do not say so yet; a round writes them there. */
  taken: Set<string>;
  /** Signs submissions, approvals and what they rest on, with a key that only API and jobs hold. */
  signer: ApprovalSigner;
  /** Signs decisions on editions of the rulebook, with the same key. */
  editionSigner: EditionSigner;
  /** Signs checkpoints of the audit log, with a key that this process alone holds. */
  auditSigner: CheckpointSigner;
  /** The last tree of the audit log that this process signed, kept outside the database (`AUDIT_STATE_FILE`). */
  logState: LogState;
  /** The law as it is now: ask for it anew each time, a changed folder changes it. */
  readonly rulebook: Rulebook;
  /** Number under which that rulebook is on record; null until the registry has taken it. */
  readonly rulebookEdition: number | null;
  /** More acting targets than this need counsel (`DESK_MASS_TARGETS`). */
  massTargets: number;
  /** Whether a scope wider than the order's needs counsel (`DESK_WIDER_SCOPE`). */
  widerScope: 'flag' | 'counsel';
  /** Share of acting drafts to be read twice, in percent (`DESK_SECOND_READ_PERCENT`). */
  secondReadPercent: number;
  /** How soon an emergency has to be ratified (`DESK_RATIFY_WITHIN`). */
  ratifyWithinMinutes: number;
  /** How often registry and engine are compared (`DESK_RECONCILE_EVERY`); null: never. */
  reconcileEveryMs: number | null;
  /** After how many seconds a confirmed contact of a verified authority starts (`DESK_CONTACT_DELAY`). */
  contactDelaySeconds: number;
  /** Who may know of what the law gags and nobody was named for (`DESK_GAGGED_PEOPLE`): person ids and `role:<role>`. */
  gaggedPeople: readonly string[];
  /** Whether yeses and administration ask for a passkey (`DESK_STEP_UP`). */
  stepUp: boolean;
  /** Whom passkeys are made for; null where the desk is reached by no name that can have any. */
  relyingParty: RelyingParty | null;
  /** Who speaks in letters: a company and an office of it, never a person. */
  letterSender: LetterSender;
  /** Who is told what happens (`WEBHOOK_URL`); null: nobody. */
  subscriber: Subscriber | null;
  /** File that stands for DNS where senders of mail are checked (`MAIL_DNS_FILE`); null: the system's resolver. */
  mailDnsFile: string | null;
  /** Whom our mail is from: what comes from there has come back. */
  ownAddress: string;
  /** Where statements of reasons go (`DSA_TDB_URL`); null: they wait. */
  transparencyDatabase: TransparencyDatabase | null;
  /** Where notices that people have approved for Lumen go (`LUMEN_URL`); null: they wait. */
  lumen: Lumen | null;
  now: () => Date;
  newId: () => string;
}

/** What API and jobs share: without the signers and the state that the API alone holds. */
export type SharedServices = Omit<Services, 'editionSigner' | 'auditSigner' | 'logState'>;

/** The services with what a door adds to them. What is to be asked for anew each time, the rulebook, stays so. */
export function withServices<Given extends object, Extra extends object>(services: Given, extra: Extra): Given & Extra {
  return Object.defineProperties(extra, Object.getOwnPropertyDescriptors(services)) as Given & Extra;
}
