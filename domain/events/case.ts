import type { DetailField } from '../notices/details.js';
import type { OpinionAnswer } from '../conversations/opinion.js';
import type { ContestedTopic } from '../rulebook/contested.js';
import type { AppealOutcome } from '../appeals/appeal.js';
import type { Authenticity, NoticeKind, SecrecyLevel } from '../notices/notice.js';
import type { PublicationKind } from './published.js';
import type { StatementCategory } from './published.js';
import type { GroundCode } from '../targets/ground.js';
import type { ErasedKind } from '../notices/retention-kinds.js';
import type { DecisionAction } from '../targets/decision-action.js';
import type { ListFormat } from '../targets/list-format.js';
import type { ManualEffect } from '../targets/manual-action.js';
import type { LoggedLaw } from './commands.js';

/** Acts on drafts: the workflow learns of them only at `submit`. */
export interface DraftEvents {
  decide: {
    action: DecisionAction;
    grounds: GroundCode[];
    countries: string[];
    matched: number;
    changed: number;
    batch?: number;
  };
  undo_decide: { undone: number; changed: number; batch: number | null };
  copy_decisions: { notice: string; number: string; matched: number; changed: number; batch: number | null };
  second_review: { action: DecisionAction; grounds: GroundCode[]; read: number; disagree: number };
}

interface LoggedSecrecy {
  level: SecrecyLevel;
  people: readonly string[];
  until: string | null;
}

interface LoggedReclassification {
  from: LoggedSecrecy;
  to: LoggedSecrecy;
  reason: string;
}

export interface CaseEvents {
  notice_received: {
    kind: NoticeKind;
    regime: LoggedLaw;
    targets: number;
    merged: number;
    authenticity: Authenticity;
  };
  document_added: { name: string; mediaType: string; sha256: string; size: number };
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
  command_refused: { command: string; code: string };
  /**
   * The Temporal server received a command that the desk never sent; it had no effect. `claimed`: the actor that it
   * named.
   */
  command_forged: { command: string; claimed: string; claimedId: string };
  command_undone: { command: string };
  force_close_requested: { reason: string };
  secret_read: { level: string; list?: string; cleared?: true };
  letter_read: { n: number };
  content_requested: { target: number };
  reclassify: LoggedReclassification & { requestedBy?: string };
  reclassify_requested: LoggedReclassification;
  reclassify_dropped: LoggedReclassification;
  glass_broken: { reason: string; until: string };
  user_notice_settled: { action: 'again' | 'notified_otherwise'; reason: string; messages: number };
  /** `late`: after the window. `target` is absent if no restriction was found behind the appeal. */
  appeal_filed: { appeal: string; number: string; channel: 'platform' | 'page'; target?: number; late?: boolean };
  appeal_decided: { appeal: string; number: string; outcome: AppealOutcome; reasons: string };
  appeal_reopened: { appeal: string; number: string; restoration: number };
  details_recorded: { fields: readonly DetailField[] };
  translation_added: { translation: number; language: string };
  translation_checked: { translation: number; language: string };
  hold_set: { reason: string };
  hold_lift_requested: { reason: string };
  hold_lifted: { reason: string; requestedBy: string };
  /** Who did it and the evidence are in the record alone. */
  manual_action_recorded: { record: number; effect: ManualEffect; targets: number; doneAt: string };
  manual_action_confirmed: { record: number };
  manual_action_refused: { record: number; reason: string };
  /** By the person themselves: a recusal. */
  person_excluded: { person: string; name: string; reason: string };
  exclusion_ended: { person: string; name: string; reason: string };
  staff_risk_flagged: { reason: string };
  staff_risk_cleared: { reason: string };
  /** `n`: of the comment. `sha256`: of its text, which is in the conversation alone. */
  commented: { conversation: number; n: number; targets: number; sha256: string };
  opinion_requested: { conversation: number; of: string; dueAt: string };
  opinion_given: { conversation: number; n: number; answer: OpinionAnswer; sha256: string };
  conversation_resolved: { conversation: number };
  conversation_reopened: { conversation: number };
  necessity_answered: { targets: number };
  contested_rule_decided: { topic: ContestedTopic; allow: boolean; reason: string };
  reasons_stated: { category: StatementCategory; contentDate: string; targets: number };
  publication_drafted: { kind: PublicationKind; version: number };
  /** `complete`: the approval made it public or sent it. */
  publication_approved: { kind: PublicationKind; version: number; complete: boolean };
  publication_returned: { kind: PublicationKind; version: number; reason: string };
  publication_settled: { kind: PublicationKind; version: number; outcome: 'accepted' | 'again' };
  imported_case_filed: { importedCase: string; source: string };
  notice_erased: { kinds: readonly ErasedKind[] };
}
