import type { KeptSecrecyLevel, LinkKind } from '../../domain/notices/notice.js';
import type { Routed } from '../../domain/notices/routing.js';
import type { ReadTarget } from '../../domain/targets/target.js';
import type { NoticeKeyRow } from './notice-keys.js';
import type { LawCandidate, NoticeTable, StoredDeadline } from './tables.js';
import { type Clock, type ClockReceipt, nearestOwnDues, queueDueAtMs } from '../../domain/clocks/clock.js';
import { jsonRecord } from '../json-record.js';

export interface IntakeNotice
  extends Pick<
    NoticeTable,
    'id' | 'kind' | 'jurisdiction' | 'reference' | 'subject' | 'body' | 'language' | 'channel' | 'authenticity'
  > {
  number?: string;
  authority: { id: string | null; name: string; country: string; email: string | null };
  regime: { id: string; version: string };
  candidates?: LawCandidate[];
  secrecy: { level: KeptSecrecyLevel; people: string[]; until: Date | null };
  issuedAt: Date | null;
  servedAt: Date | null;
  receivedAt: Date;
  effectiveUntil?: Date | null;
  orderedDeadline: (StoredDeadline & { confirmed: boolean; enteredBy: string | null }) | null;
  targetsFollow: boolean;
  /** Further instants that start a clock, as RFC 3339 by the name of the request field. */
  facts: Record<string, string>;
  /** Null for mail from an authority that the desk accepted itself. */
  createdBy: string | null;
  key: NoticeKeyRow;
  clocks: { clock: Clock; receipt: ClockReceipt }[];
  targets: ReadTarget[];
  documents: { sha256: string; name: string; mediaType: string; bytes: Buffer }[];
  relatesTo: { notice: string; as: LinkKind }[];
  acknowledge: boolean;
  routed?: Routed | null;
  print?: { document: string; targets: string } | null;
}

export function toFreshRow(notice: IntakeNotice) {
  const clocks = notice.clocks.map(({ clock }) => clock);
  const { due: next, plan } = nearestOwnDues(clocks);
  return {
    id: notice.id,
    number: notice.number ?? null,
    version: 1,
    stage: 'triage' as const,
    outcome: null,
    kind: notice.kind,
    authority_id: notice.authority.id,
    authority_name: notice.authority.name,
    authority_country: notice.authority.country,
    authority_email: notice.authority.email,
    jurisdiction: notice.jurisdiction,
    regime_id: notice.regime.id,
    regime_version: notice.regime.version,
    law_candidates: notice.candidates?.length ? notice.candidates : null,
    reference: notice.reference,
    subject: notice.subject,
    body: notice.body,
    document_print: notice.print?.document ?? null,
    targets_print: notice.print?.targets ?? null,
    language: notice.language,
    channel: notice.channel,
    authenticity: notice.authenticity,
    secrecy_level: notice.secrecy.level,
    secrecy_people: notice.secrecy.people,
    secrecy_until: notice.secrecy.until,
    issued_at: notice.issuedAt,
    served_at: notice.servedAt,
    received_at: notice.receivedAt,
    effective_until: notice.effectiveUntil ?? null,
    ordered_deadline: notice.orderedDeadline,
    targets_follow: notice.targetsFollow,
    created_by: notice.createdBy,
    next_due_at: atMs(next?.dueAtMs ?? null),
    queue_due_at: atMs(queueDueAtMs(clocks)),
    next_due_kind: next?.kind ?? null,
    next_due_clock: next?.clock ?? null,
    next_plan_at: atMs(plan?.dueAtMs ?? null),
    next_plan_kind: plan?.kind ?? null,
    next_plan_clock: plan?.clock ?? null,
    targets: notice.targets.length,
    undecided: notice.targets.length,
    by_action: {},
    applied: 0,
    failed: 0,
    restored: 0,
    workflow_started: false,
    facts: notice.facts,
    priority: notice.routed?.priority ?? null,
    queue: notice.routed?.queue ?? null,
    routed_by: notice.routed?.rule ?? null,
  };
}

export const FRESH = jsonRecord<ReturnType<typeof toFreshRow>>(
  {
    id: 'uuid',
    number: 'text',
    version: 'int',
    stage: 'text',
    outcome: 'text',
    kind: 'text',
    authority_id: 'text',
    authority_name: 'text',
    authority_country: 'text',
    authority_email: 'text',
    jurisdiction: 'text',
    regime_id: 'text',
    regime_version: 'text',
    law_candidates: 'jsonb',
    reference: 'text',
    subject: 'text',
    body: 'text',
    document_print: 'text',
    targets_print: 'text',
    language: 'text',
    channel: 'text',
    authenticity: 'text',
    secrecy_level: 'text',
    secrecy_people: 'text[]',
    secrecy_until: 'timestamptz',
    issued_at: 'timestamptz',
    served_at: 'timestamptz',
    received_at: 'timestamptz',
    effective_until: 'timestamptz',
    ordered_deadline: 'jsonb',
    targets_follow: 'boolean',
    created_by: 'uuid',
    next_due_at: 'timestamptz',
    queue_due_at: 'timestamptz',
    next_due_kind: 'text',
    next_due_clock: 'uuid',
    next_plan_at: 'timestamptz',
    next_plan_kind: 'text',
    next_plan_clock: 'uuid',
    targets: 'int',
    undecided: 'int',
    by_action: 'jsonb',
    applied: 'int',
    failed: 'int',
    restored: 'int',
    workflow_started: 'boolean',
    facts: 'jsonb',
    priority: 'text',
    queue: 'text',
    routed_by: 'text',
  },
  { number: `coalesce(sent.number, draw_notice_number(extract(year from sent.received_at at time zone 'UTC')::int))` },
);

function atMs(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
