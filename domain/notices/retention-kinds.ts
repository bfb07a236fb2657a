/** Kinds of records with a retention period of their own; see domain/notices/retention.ts. */
export const RETENTION_KINDS = [
  'documents',
  'letters',
  'targets',
  'texts',
  'answers',
  'payload_key',
  'mails',
  'sign_ins',
  'people',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

export const RETENTION_STARTS = ['closing', 'rejection', 'end', 'deactivation'] as const;
export type RetentionStart = (typeof RETENTION_STARTS)[number];

/** Retention period by kind as ISO 8601 durations; null: kept for good. */
export type RetentionRules = Readonly<Record<RetentionKind, string | null>>;

export type ErasureCounts = Readonly<Record<string, number>>;

export interface ErasedKind {
  kind: RetentionKind;
  period: string;
  counts: ErasureCounts;
}

/** Why a notice is not erased although its period may be over; the first that applies. */
export const ERASURE_STOPS = ['open', 'held', 'in_force', 'clock', 'owed', 'alert', 'linked_open'] as const;
export type ErasureStop = (typeof ERASURE_STOPS)[number];

export const ERASURE_STOP_WORDS: Readonly<Record<ErasureStop, string>> = {
  open: 'it is open',
  held: 'it is under a legal hold',
  in_force: 'its restrictions are in force, or its order still is by its own terms',
  clock: 'it has an open clock',
  owed: 'it has unfinished work',
  alert: 'it has an open alert',
  linked_open: 'it is linked to an open notice',
};

export const ERASED_CURE = 'The notice cannot be reopened: part of it was erased when its time was over.';
