import type { ColumnType, Generated } from 'kysely';
import type { MoveCause } from '../../domain/clocks/automatic-pause.js';
import type {
  ClockBasis,
  ClockForm,
  ClockKind,
  ClockOwner,
  ClockReceipt,
  ClockState,
  EscalationLevel,
  PendingExtension,
} from '../../domain/clocks/clock.js';
import type { Json, JsonOrNull, Stamp } from '../columns.js';

export interface ClockTable {
  id: string;
  notice_id: string;
  position: number;
  kind: ClockKind;
  owner: ClockOwner;
  basis: ClockBasis;
  state: ClockState;
  starts_at: Date;
  due_at: Date | null;
  met_at: Date | null;
  paused_at: Date | null;
  confirmed: boolean;
  entered_by: string | null;
  may_pause: boolean;
  may_extend: boolean;
  escalation: Json<EscalationLevel[]>;
  receipt: Json<ClockReceipt>;
  form: ColumnType<ClockForm, ClockForm | undefined, ClockForm>;
  revision: Generated<number>;
  next_action_at: Date | null;
  pending_extension: JsonOrNull<LoggedExtension>;
  proposed: Generated<boolean>;
}

export type LoggedExtension = Omit<PendingExtension, 'escalation'>;

export interface ClockMoveTable {
  id: string;
  notice_id: string;
  clock_id: string;
  cause: MoveCause;
  state: Generated<'proposed' | 'made' | 'refused'>;
  revision: number | null;
  from_due: Date | null;
  to_due: Date | null;
  reason: string;
  authority_reference: string | null;
  document: ColumnType<string | null, string | null | undefined, string | null>;
  document_notice: ColumnType<string | null, string | null | undefined, string | null>;
  by_id: string;
  by_name: string;
  receipt: Json<ClockReceipt>;
  created_at: Stamp;
  made_at: Date | null;
}

export interface ClockTables {
  clock: ClockTable;
  clock_move: ClockMoveTable;
}
