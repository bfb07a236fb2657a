import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { WebhookState } from '../../domain/webhooks/webhook-event.js';
import type { Json, Stamp } from '../columns.js';

export interface WebhookSubscriberTable {
  id: string;
  name: string;
  url: string | null;
  requested_url: string | null;
  requested_wrapped: Buffer | null;
  requested_wrapped_by: string | null;
  change_id: string | null;
  wrapped_by: string;
  wrapped: Buffer;
  types: string[];
  alerts: string[];
  laws: string[];
  countries: string[];
  paused_at: Date | null;
  created_at: Date;
}

export interface WebhookCursorTable {
  subscriber_id: string | null;
  leaf: number;
  alert_at: Date;
}

export interface WebhookEventTable {
  place: GeneratedAlways<number>;
  id: string;
  subscriber_id: string | null;
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
  webhook_subscriber: WebhookSubscriberTable;
  webhook_cursor: WebhookCursorTable;
  webhook_event: WebhookEventTable;
}
