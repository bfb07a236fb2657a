/** A text of a request body: its longest length, and whether the API rejects a body without it. */
interface BodyText {
  max: number;
  isRequired: boolean;
}

const needs = (max: number): BodyText => ({ max, isRequired: true });
const takes = (max: number): BodyText => ({ max, isRequired: false });
const reason = needs(4_000);

/**
 * The texts that people write into request bodies, by command or by the route's own name. Loading the zod schemas
 * instead would break the budget of the first load; a test compares each line with its schema in `contract/`.
 */
export const BODY_TEXTS = {
  annotate: { text: needs(20_000) },
  approve: {},
  close: { reason },
  extend: { reason, authorityReference: needs(500) },
  pause: { reason, authorityReference: takes(500) },
  ratify: { reason: takes(4_000) },
  reclassify: { reason },
  'record-dialogue': { outcome: needs(1_000), minutes: takes(100_000) },
  reinstate: { note: takes(4_000) },
  release: {},
  reopen: { reason },
  'request-dialogue': { with: needs(300), subject: needs(500), proposal: needs(20_000) },
  resume: { reason: takes(4_000) },
  return: { reason },
  'second-review': { note: takes(4_000) },
  submit: { comment: takes(4_000) },
  triage: { queue: takes(50) },
  'uphold-order': { reason },
  'verify-sender': { note: needs(4_000) },

  'appeal-decision': { reasons: needs(10_000) },
  'break-glass': { reason },
  'change-decision': { reason: takes(1_000) },
  conversations: { text: needs(4_000) },
  'contested-rules': { reason },
  'enforcement-pause': { reason },
  correction: {
    text: needs(4_000),
    source: needs(1_000),
    url: takes(2_000),
    clause: takes(4_000),
    note: takes(4_000),
  },
  'correction-settlement': { answer: needs(4_000) },
  'edition-pin': { reason },
  'edition-refusal': { reason },
  exclusions: { reason: needs(2_000) },
  golden: { set: needs(100) },
  hold: { reason: needs(2_000) },
  'inbound-reject': { reason: needs(2_000) },
  key: { name: needs(200) },
  'law-draft': { note: needs(4_000) },
  'law-correction': { correction: needs(4_000) },
  'law-incident': { found: needs(4_000), source: needs(4_000) },
  'law-review': { barAdmission: needs(300), scope: needs(1_000), note: needs(4_000) },
  lumen: { title: needs(300), subject: takes(1_000), body: takes(100_000), reference: takes(300) },
  'lift-hold': { reason: needs(2_000) },
  'manual-actions': { doneBy: needs(200), evidence: takes(4_000) },
  'manual-refusal': { reason: needs(2_000) },
  'notify-users': { reason: needs(2_000) },
  passkey: { name: needs(100) },
  person: { name: needs(200) },
  'proposal-settle': { reason: takes(4_000) },
  'public-statement': { title: needs(300), text: needs(100_000) },
  promotion: { reason },
  'publication-return': { reason },
  readmission: { reason: needs(2_000) },
  repair: { reason },
  revision: { reason },
  'staff-risk': { reason: needs(2_000) },
  view: { name: needs(100) },
} satisfies Record<string, Record<string, BodyText>>;

export type BodyName = keyof typeof BODY_TEXTS;
