import type { Generated, GeneratedAlways } from 'kysely';
import type { ClockForm, ClockKind, ClockOwner } from '../../domain/clocks/clock.js';
import type { RulebookContent } from '../../rulebook/rulebook.js';
import type { LawDraft } from '../../domain/rulebook/law-draft.js';
import type { EditionActKind, EditionState } from '../../domain/rulebook/edition.js';
import type { Role } from '../../domain/people/permission.js';
import type { Json, JsonOrNull, Stamp } from '../columns.js';

export interface RulebookEditionTable {
  number: Generated<number>;
  sha256: string;
  tz_version: string;
  content: Json<RulebookContent>;
  loaded_at: Stamp;
}

export interface RulebookRevisionTable {
  number: Generated<number>;
  edition: number;
  state: Generated<'proposed' | 'approved' | 'withdrawn'>;
  digest: string;
  clocks: number;
  reason: string;
  proposed_by: string;
  proposed_at: Stamp;
  decided_by: string | null;
  decided_at: Date | null;
}

/** One counsel's review of a version of a law, or of one `fact` of it. `until` is the ISO date from which it must be reviewed again. */
export interface LawReviewTable {
  id: string;
  regime: string;
  version: string;
  digest: string;
  reviewer: string;
  reviewed_at: Date;
  until: string;
  note: string;
  fact: string | null;
  bar_admission: string;
  jurisdiction: string;
  scope: string;
}

/** A legal fact found to be wrong; `correction` is null until it is corrected. */
export interface LawIncidentTable {
  number: GeneratedAlways<number>;
  regime: string;
  version: string;
  fact: string;
  clock_kind: ClockKind | null;
  clock_owner: ClockOwner | null;
  clock_form: ClockForm | null;
  said: string;
  found: string;
  source: string;
  recorded_by: string;
  recorded_at: Date;
  corrected_by: string | null;
  corrected_at: Date | null;
  correction: string | null;
}

/** `sha256` null: never read. `text` null: no text, like a PDF file. `missing`: quoted clauses that are not on the page. */
export interface LawPageTable {
  url: string;
  due_at: Date | null;
  read_at: Date | null;
  sha256: string | null;
  text: string | null;
  missing: Json<string[]>;
  problem: string | null;
  failing_since: Date | null;
}

/** `settled_by` null on a settled draft: the day of the event has passed. */
export interface LawDraftTable {
  number: GeneratedAlways<number>;
  kind: LawDraft['kind'];
  subject: string;
  detail: Json<LawDraft>;
  opened_at: Date;
  settled_at: Date | null;
  settled_by: string | null;
  note: string | null;
}

/** A correction that a person proposes; `answer` says what became of it. */
export interface LawCorrectionTable {
  number: GeneratedAlways<number>;
  regime: string;
  version: string;
  fact: string;
  said: string;
  text: string;
  source: string;
  url: string | null;
  clause: string | null;
  note: string | null;
  may_name: boolean;
  state: Generated<'proposed' | 'withdrawn' | 'settled'>;
  proposed_by: string;
  proposed_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  answer: string | null;
}

export interface SignedAdoption {
  statement: string;
  keyId: string;
  signature: string;
}

export interface EditionStatusTable {
  digest: string;
  edition: number;
  state: EditionState;
  proposed_at: Date;
  proposal: Generated<number>;
  in_effect_at: Date | null;
  adopted: boolean;
  adoption: JsonOrNull<SignedAdoption>;
}

export interface EditionActTable {
  id: string;
  digest: string;
  proposal: number;
  kind: EditionActKind;
  person_id: string;
  roles: Role[];
  reason: string | null;
  statement: string;
  key_id: string;
  signature: string;
  assertion: JsonOrNull<Record<string, string>>;
  at: Date;
}

export interface RulebookTables {
  law_review: LawReviewTable;
  law_incident: LawIncidentTable;
  law_page: LawPageTable;
  law_draft: LawDraftTable;
  law_correction: LawCorrectionTable;
  rulebook_edition: RulebookEditionTable;
  edition_status: EditionStatusTable;
  edition_act: EditionActTable;
  rulebook_revision: RulebookRevisionTable;
}
