import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { WebhookState } from '../../domain/webhooks/webhook-event.js';
import type { Json, Stamp } from '../columns.js';

export interface WebhookCursorTable {
  one: Generated<boolean>;
  leaf: number;
  alert_at: Date;
}

export interface WebhookEventTable {
  place: GeneratedAlways<number>;
  id: string;
  source: string;
  notice_id: string | null;
  type: string;
  at: Date;
  data: Json<Record<string, unknown>>;
  state: ColumnType<WebhookState, WebhookState | undefined, WebhookState>;
  tries: Generated<number>;
  next_at: Stamp;
  last_error: string | null;
  delivered_at: Date | null;
}

export interface WebhookTables {
  webhook_cursor: WebhookCursorTable;
  webhook_event: WebhookEventTable;
}
