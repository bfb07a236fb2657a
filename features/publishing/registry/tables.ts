import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { ReasonsDraft, StatementBody, StatementState } from '../domain/statement.js';
import type { PublicationKind } from '../../../domain/events/published.js';
import type { PublicationState } from '../domain/publication.js';
import type { LumenNotice } from '../domain/lumen-notice.js';
import type { PublicStatement } from '../domain/public-statement.js';
import type { Json, Stamp } from '../../../registry/columns.js';

/** What is sent to the DSA Transparency Database about an item, one row per version (docs/working/counsel.md). */
export interface StatementTable {
  place: GeneratedAlways<number>;
  notice_id: string;
  submission: number;
  target_no: number;
  version: number;
  puid: string;
  body: Json<StatementBody>;
  stated_by: string;
  stated_at: Date;
  state: ColumnType<StatementState, StatementState | undefined, StatementState>;
  tries: Generated<number>;
  next_at: Stamp;
  last_error: string | null;
  receipt: string | null;
  accepted_at: Date | null;
}

export interface PublicationTable {
  place: GeneratedAlways<number>;
  kind: PublicationKind;
  notice_id: string;
  version: number;
  body: Json<LumenNotice | PublicStatement | ReasonsDraft>;
  digest: string;
  drafted_by: string;
  drafted_at: Date;
  state: ColumnType<PublicationState, PublicationState | undefined, PublicationState>;
  returned_by: string | null;
  reason: string | null;
  approved_at: Date | null;
  tries: Generated<number>;
  next_at: Stamp;
  last_error: string | null;
  receipt: string | null;
  accepted_at: Date | null;
}

export interface PublicationApprovalTable {
  publication: number;
  person_id: string;
  said_at: Date;
}

export interface PublishingTables {
  publication: PublicationTable;
  publication_approval: PublicationApprovalTable;
  statement: StatementTable;
}
