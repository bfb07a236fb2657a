import type { ContestedTopic } from '../law/contested.js';
import type { AppealOutcome } from '../appeal/appeal.js';
import type { Authenticity, NoticeKind, SecrecyLevel } from '../notice/notice.js';
import type { PublicationKind } from '../report/publication.js';
import type { StatementCategory } from '../report/statement.js';
import type { GroundCode } from '../target/ground.js';
import type { ErasedKind } from '../notice/retention-kinds.js';
import type { Lane } from '../target/lane.js';
import type { ListFormat } from '../target/list-format.js';
import type { ToldLaw } from './commands.js';

/** Acts on drafts: the workflow does not hear of them before they are submitted. */
export interface DraftEvents {
  /** Targets were decided. `batch`: under which it is taken back, absent where nothing changed. */
  decide: {
    lane: Lane;
    grounds: GroundCode[];
    countries: string[];
    matched: number;
    changed: number;
    batch?: number;
  };
  /** A batch of drafts was taken back. */
  undo_decide: { undone: number; changed: number; batch: number | null };
  /** What another notice decided was copied. */
  copy_decisions: { notice: string; number: string; matched: number; changed: number; batch: number | null };
  /** A second person has read sampled targets. */
  second_read: { lane: Lane; grounds: GroundCode[]; read: number; disagree: number };
}

interface ToldSecrecy {
  level: SecrecyLevel;
  people: readonly string[];
  until: string | null;
}

interface ToldReclassification {
  from: ToldSecrecy;
  to: ToldSecrecy;
  reason: string;
}

/** What comes to a notice beside its commands. */
export interface CaseEvents {
  /** A notice came in. `merged`: targets that it named twice. */
  notice_received: {
    kind: NoticeKind;
    regime: ToldLaw;
    targets: number;
    merged: number;
    authenticity: Authenticity;
  };
  /** A further paper came in. */
  document_added: { name: string; mediaType: string; sha256: string; size: number };
  /** A list of targets came in. */
  targets_added: {
    upload: number;
    name: string;
    format: ListFormat;
    sha256: string;
    lines: number;
    accepted: number;
    merged: number;
    flagged: number;
    rejected: number;
  };
  /** Something was tried and not done; `command` names it, `code` says why. */
  command_refused: { command: string; code: string };
  /** The engine was sent a command that the desk did not send; nothing came of it. `claimed`: whose name it bore. */
  command_forged: { command: string; claimed: string; claimedId: string };
  /** A command was taken back: it said what the registry cannot hold. */
  command_undone: { command: string };
  /** One person wants the notice closed by force: another has to want it too. */
  force_close_asked: { reason: string };
  /** Somebody was shown a secret notice; `list`: in which list, absent for the notice itself. `cleared`: they work on it, and are no auditor. */
  secret_read: { level: string; list?: string; cleared?: true };
  /** The authority has read a letter of ours by the portal, for the first time. */
  letter_read: { n: number };
  /** Who may know of the notice has changed; `askedBy`: who had asked, where another person agreed. */
  reclassify: ToldReclassification & { askedBy?: string };
  /** One person wishes less secrecy or other names: another has to wish it too. */
  reclassify_asked: ToldReclassification;
  /** Such a wish was dropped. */
  reclassify_dropped: ToldReclassification;
  /** Counsel who is not named has taken access for a time. */
  glass_broken: { reason: string; until: string };
  /** Users whom the platform did not tell are told once more, or were told otherwise; `messages`: how many. */
  tell_settled: { action: 'again' | 'told_otherwise'; reason: string; messages: number };
  /** Somebody concerned asks us to look again; `late`: after the window. Absent where nothing was found behind it. */
  appeal_filed: { appeal: string; number: string; channel: 'platform' | 'page'; target?: number; late?: boolean };
  /** An appeal was decided, with what the person is told of why. */
  appeal_decided: { appeal: string; number: string; outcome: AppealOutcome; reasons: string };
  /** The restoration that a won appeal asked for was returned: the appeal is open again. */
  appeal_reopened: { appeal: string; number: string; restoration: number };
  /** Nothing of the notice is erased until the hold is lifted. */
  hold_set: { reason: string };
  /** One person wants the hold lifted: another has to want it too. */
  hold_lift_asked: { reason: string };
  /** It is lifted; `askedBy`: id of who had asked. */
  hold_lifted: { reason: string; askedBy: string };
  /** Counsel has decided for this notice what a rule in dispute lets the desk do. */
  contested_rule_decided: { topic: ContestedTopic; allow: boolean; reason: string };
  /** Reasons for what was done with items were stated for the DSA Transparency Database; `targets`: how many. */
  reasons_stated: { category: StatementCategory; contentDate: string; targets: number };
  /** A version of what is published of the notice was written (domain/report/publication.ts). */
  publication_drafted: { kind: PublicationKind; version: number };
  /** Somebody said yes to it; `complete`: it is public by that, or sent. */
  publication_approved: { kind: PublicationKind; version: number; complete: boolean };
  /** It went back to its author. */
  publication_returned: { kind: PublicationKind; version: number; reason: string };
  /** A person has looked whether one whose answer was lost is there. */
  publication_settled: { kind: PublicationKind; version: number; outcome: 'taken' | 'again' };
  /** Its time was over: what was erased, under which time, and how many of what. */
  notice_erased: { kinds: readonly ErasedKind[] };
}
