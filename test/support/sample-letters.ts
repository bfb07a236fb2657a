import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { WrittenLetterKind } from '../../domain/letters/letter.js';
import { RESTORE_CAUSES } from '../../domain/submissions/submission.js';
import { STAGES } from '../../domain/notices/notice.js';
import { GROUND_CODES } from '../../domain/targets/ground.js';
import type { LetterBase } from '../../letters/base.js';
import type { LetterDataByKind } from '../../letters/kinds/index.js';
import type { ListedLetterTarget } from '../../letters/listed-targets.js';
import { prepareLetters, renderLetter } from '../../letters/render-letter.js';
import type { LetterTexts } from '../../rulebook/letter-texts.js';
import { BUILT_IN_RULEBOOK } from '../../rulebook/load.js';

export const LANGUAGES = ['de', 'es', 'fr', 'pt', 'tr'] as const;
export type Language = (typeof LANGUAGES)[number];
const BETWEEN = '\n* * *\n\n';

export const LAW = { title: 'Information Technology Act 2000 s. 69A', inForceFrom: '2009-10-27' };
export const base: LetterBase = {
  sender: {
    service: 'Example',
    company: 'Example Platform Ltd',
    address: ['1 Example Street'],
    capacity: null,
    signatory: 'Head of Legal Requests',
    replyTo: 'legal@platform.example',
  },
  authorityName: 'Ministry',
  reference: 'F. 1(1)/2021',
  number: 'N-2021-000001',
  receivedAtMs: Date.UTC(2021, 0, 31, 12, 45),
  writtenAtMs: Date.UTC(2021, 0, 31, 19, 0),
  zone: 'Asia/Kolkata',
  law: LAW,
};
export const FIELDS = { salutation: 'Honoured office,', remarks: 'Nobody else says this.' };

export const aTarget = (no: number, part: Partial<ListedLetterTarget> = {}): ListedLetterTarget => ({
  no,
  type: 'account',
  locator: `@a${no}`,
  grounds: ['protected_speech'],
  ...part,
});
export const targets = (count: number) => Array.from({ length: count }, (_, index) => aTarget(index + 1));
const item = (no: number) => ({
  ...aTarget(no),
  outcome: 'withheld' as const,
  countries: ['IN'],
  effectAtMs: Date.UTC(2021, 1, 4, 18, 2),
});

const NARROWER = {
  kind: 'narrower' as const,
  targets: [101, 102],
  countries: ['IN'],
  words: 'X7',
  items: [101, 102].map((no) => ({ no, type: 'account', locator: `@a${no}` })),
};

const REQUESTED = { subject: 'X7', points: ['@a1', '@a2'] };

/** Every sentence of every kind: singular and plural, with and without each optional part. */
const CASES: { [Kind in WrittenLetterKind]: LetterDataByKind[Kind][] } = {
  acknowledgement: [0, 1, 257].map((targetCount) => ({ targetCount })),
  push_back: [
    { targets: [], total: 0 },
    { targets: targets(1), total: 1 },
    { targets: [aTarget(1, { grounds: ['other'], note: 'court record' }), aTarget(2)], total: 2 },
    { targets: targets(2), total: 3, grounds: [...GROUND_CODES] },
    { targets: targets(2), total: 2, offer: NARROWER },
    { targets: targets(2), total: 2, offer: { kind: 'later', until: '2021-02-07T00:00:00Z' } },
    { targets: targets(2), total: 1178 },
  ],
  clarification: [
    { targets: [aTarget(1, { grounds: ['ambiguous_order'] })], total: 1 },
    { targets: targets(2), total: 2 },
    { targets: targets(2), total: 3 },
    { targets: targets(2), total: 1178 },
  ],
  report_of_effect: [
    { counts: { total: 1, withheld: 1 }, items: [item(1)], countries: ['IN'], sameCountries: true },
    {
      counts: { total: 1, withheld: 1 },
      items: [item(1)],
      countries: ['IN'],
      sameCountries: true,
      byHand: [
        { effect: 'withheld', targets: 3, doneAtMs: Date.UTC(2021, 1, 1) },
        { effect: 'restored', targets: 1, doneAtMs: Date.UTC(2021, 1, 2) },
      ],
    },
    { counts: { total: 1, failed: 1 }, countries: [], sameCountries: true, givenUp: 0 },
    { counts: { total: 1, failed: 1 }, countries: [], sameCountries: true, givenUp: 1 },
    ...[0, 1, 2, 3].map((givenUp) => ({
      counts: { total: 1178, withheld: 583, removed: 500, refused: 92, failed: 3 },
      countries: ['IN', 'PK'],
      sameCountries: false,
      removedUnderOwnRules: givenUp,
      givenUp,
      correctsSentAtMs: Date.UTC(2021, 1, 1),
    })),
  ],
  dialogue_request: [
    { with: 'Secretary', subject: 'Second list', proposal: 'A call' },
    {
      with: 'Secretary',
      subject: 'Second list',
      proposal: 'A call',
      meeting: { at: '2021-02-05T05:30:00Z', minutes: 45, place: 'Room 7' },
    },
    { with: 'Secretary', subject: 'Second list', proposal: 'A call', offer: NARROWER },
    { with: 'Secretary', subject: 'Second list', proposal: 'A call', offer: { kind: 'other', words: 'X7' } },
  ],
  review_request: [
    { ...REQUESTED, hearingAtMs: null, offer: null },
    { ...REQUESTED, hearingAtMs: null, offer: NARROWER },
    { ...REQUESTED, hearingAtMs: null, offer: { kind: 'later', until: '2021-02-07T00:00:00Z' } },
  ],
  show_cause_reply: [null, Date.UTC(2021, 1, 9)].map((hearingAtMs) => ({ ...REQUESTED, hearingAtMs, offer: null })),
  disclosure_cover: [1, 2, 1178].map((total) => ({
    ...REQUESTED,
    hearingAtMs: null,
    offer: null,
    targets: targets(Math.min(total, 2)),
    total,
  })),
  gag_challenge: [{ ...REQUESTED, hearingAtMs: null, offer: null }],
  counter_notice: [{ subject: 'X7', copied: ['X7', '', 'X8'] }],
  restoration: [
    { targets: [], total: 0, cause: 'unilateral' },
    ...RESTORE_CAUSES.map((cause, index) => ({ targets: targets(index + 1), total: index + 1, cause })),
    { targets: targets(2), total: 1178, cause: null },
  ],
  preservation_confirmation: [
    { targets: [], total: 0, untilMs: null },
    { targets: targets(1), total: 1, untilMs: null },
    { targets: targets(2), total: 1178, untilMs: Date.UTC(2021, 4, 1) },
  ],
  status_update: [
    { interim: null },
    ...STAGES.flatMap((stage) =>
      [0, 1, 12].flatMap((targetCount) =>
        [null, Date.UTC(2021, 0, 31, 15)].map((requestedAtMs) => ({
          interim: {
            stage,
            targetCount,
            requestedAtMs,
            dueAtMs: Date.UTC(2021, 1, 1),
            nextAtMs: Date.UTC(2021, 1, 7),
            restored: targetCount,
          },
        })),
      ),
    ),
    { interim: { stage: 'review', targetCount: 2, requestedAtMs: null, dueAtMs: null, nextAtMs: null, restored: 0 } },
  ],
};
export const KINDS = Object.keys(CASES) as WrittenLetterKind[];

const plain = new Map<string, ReturnType<typeof write>>();

function write(language: string, kind: WrittenLetterKind, part: Partial<LetterBase> = {}) {
  return CASES[kind].map((data) =>
    renderLetter({ kind, language, data: { ...base, ...part, ...data }, annexSha256: 'ab12' }),
  );
}

export function everyLetter(language: string, kind: WrittenLetterKind, part?: Partial<LetterBase>) {
  if (part !== undefined) return write(language, kind, part);
  const key = `${language} ${kind}`;
  const letters = plain.get(key) ?? write(language, kind);
  plain.set(key, letters);
  return letters;
}

export const getTexts = (language: string): LetterTexts => {
  const texts = prepareLetters().texts.get(language);
  if (texts === undefined) throw new Error(`no letters in ${language}`);
  return texts;
};
export const folder = (language: string) => join(BUILT_IN_RULEBOOK, 'letters', language);
export const [each, all] = [
  LANGUAGES.flatMap((language) => KINDS.map((kind) => [language, kind] as const)),
  [...LANGUAGES],
];

export function halves(text: string): { own: string; english: string } {
  const parts = text.split(BETWEEN);
  expect(parts).toHaveLength(2);
  const [own = '', english = ''] = parts;
  return { own, english };
}
