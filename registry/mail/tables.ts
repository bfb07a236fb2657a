import type { ColumnType, Generated } from 'kysely';
import type { ProvenSender } from '../../domain/mail/proven-sender.js';
import type {
  Authentication,
  InboundState,
  MailEnvelope,
  MailFacts,
  MailWay,
  ProposedKind,
} from '../../domain/mail/read-mail.js';
import type { Json, JsonOrNull, Stamp } from '../columns.js';

export interface InboundMailTable {
  id: string;
  received_at: Stamp;
  way: MailWay;
  envelope: Json<MailEnvelope>;
  sha256: string;
  content_sha256: string;
  /** Null once the message is a document of a notice. */
  raw: Buffer | null;
  size: number;
  read_at: Date | null;
  attempts: Generated<number>;
  next_at: Stamp;
  message_id: string | null;
  header_date: Date | null;
  header_ids: Generated<string[]>;
  plain: Generated<boolean>;
  from_address: Generated<string>;
  subject: Generated<string>;
  text: Generated<string>;
  authentication: JsonOrNull<Authentication>;
  /** Set by the API when it sorts the mail; null before. */
  proven: ColumnType<ProvenSender | null, string | null | undefined, string | null>;
  facts: JsonOrNull<MailFacts>;
  proof_sha256: string | null;
  sorted_at: Date | null;
  sort_attempts: Generated<number>;
  proposed_kind: Generated<ProposedKind>;
  proposed_notice: string | null;
  proposed_authority: string | null;
  proposed_regime: string | null;
  answers_letter: Generated<boolean>;
  state: Generated<InboundState>;
  notice_id: string | null;
  reply: number | null;
  reply_read_by: string | null;
  reply_read_at: Date | null;
  decided_by: string | null;
  decided_at: Date | null;
  reason: Generated<string>;
}

export interface InboundDocumentTable {
  mail_id: string;
  no: number;
  name: string;
  media_type: string;
  sha256: string;
  bytes: Buffer;
}

export interface MailTables {
  inbound_mail: InboundMailTable;
  inbound_document: InboundDocumentTable;
}
