import type { Generated } from 'kysely';
import type { OpinionAnswer } from '../../domain/conversations/opinion.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { GroundCode } from '../../domain/targets/ground.js';

export interface ConversationTable {
  notice_id: string;
  number: number;
  targets: number[];
  action: DecisionAction | null;
  grounds: GroundCode[];
  asked_id: string | null;
  due_at: Date | null;
  resolved_by: string | null;
  resolved_at: Date | null;
}

export interface ConversationCommentTable {
  notice_id: string;
  conversation: number;
  number: number;
  by_id: string;
  at: Date;
  text: string;
  mentions: string[];
  answer: OpinionAnswer | null;
}

export interface LookTable {
  person_id: string;
  notice_id: string;
  submission: number;
  at: Date | null;
  revision: number;
  viewed: Generated<string>;
}

export interface ConversationTables {
  conversation: ConversationTable;
  conversation_comment: ConversationCommentTable;
  look: LookTable;
}
