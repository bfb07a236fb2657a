import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { GROUND_CODES, type GroundCode } from '../../../domain/target/ground.js';
import { STAGES } from '../../../domain/notice/notice.js';
import type { EffectCounts } from '../../../domain/letter/report.js';
import type { LetterBase } from '../../../letters/base.js';
import { countsAddUp } from '../../../letters/kinds/report-of-effect.js';
import { LetterError } from '../../../letters/letter-error.js';
import type { LetterTarget } from '../../../letters/listed-targets.js';
import { oneLine } from '../../../letters/one-line.js';
import { renderLetter } from '../../../letters/render-letter.js';

const base: LetterBase = {
  serviceName: 'Example',
  authorityName: 'Ministry of Electronics and Information Technology',
  reference: 'F. 1(1)/2021',
  number: 'N-2021-000001',
  receivedAtMs: Date.UTC(2021, 0, 31, 12, 45),
  zone: 'Asia/Kolkata',
};
const COUNTS: EffectCounts = {
  total: 1178,
  withheld: 583,
  removed: 500,
  labelled: 0,
  preserved: 0,
  refused: 90,
  clarificationAsked: 1,
  notFound: 2,
  notTheTarget: 1,
  alreadyActioned: 0,
  failed: 1,
};

function aTarget(no: number, part: Partial<LetterTarget> = {}): LetterTarget {
  return { no, type: 'account', locator: `@a${no}`, grounds: ['protected_speech'], ...part };
}

describe('renderLetter', () => {
  test('acknowledges receipt and nothing else', () => {
    const letter = renderLetter({ kind: 'acknowledgement', language: 'en', data: { ...base, targetCount: 257 } });
    expect(letter).toEqual({
      subject: 'Receipt of your notice F. 1(1)/2021 [N-2021-000001]',
      language: 'en',
      text: `Your reference: F. 1(1)/2021
Our number: N-2021-000001
Received: 2021-01-31 12:45:00.000 UTC (2021-01-31 18:15:00+05:30, Asia/Kolkata)

To Ministry of Electronics and Information Technology

We confirm that your notice reached us at the time given above; it names 257 items.

Receipt is not acceptance. This message says nothing about the validity of the notice, about jurisdiction or about what will be done; all rights are reserved. You will hear from us again when the notice has been reviewed.

Example, legal requests desk
Please quote N-2021-000001 in every reply.
`,
    });
  });

  test('refuses items with their grounds in words', () => {
    const targets = [
      aTarget(3),
      aTarget(17, {
        type: 'search_result',
        locator: 'https://x.example/?q=a',
        grounds: ['overbroad', 'other'],
        note: 'court record',
      }),
    ];
    const { subject, text } = renderLetter({
      kind: 'push_back',
      language: 'en',
      data: { ...base, targets, total: 2, fields: { salutation: 'Dear Sir or Madam,', remarks: 'With respect.' } },
    });
    expect(subject).toBe('Items not acted upon, your notice F. 1(1)/2021 [N-2021-000001]');
    expect(text).toBe(`Your reference: F. 1(1)/2021
Our number: N-2021-000001
Received: 2021-01-31 12:45:00.000 UTC (2021-01-31 18:15:00+05:30, Asia/Kolkata)

Dear Sir or Madam,

We have reviewed the items of your notice. No effect is given to the following 2 items, for the grounds named with each.

Items
3. account @a3: protected speech
17. search result https://x.example/?q=a: overbroad, other (court record)

Grounds
- Overbroad: The measure asked for reaches further than the unlawful content identified in the notice.
- Protected speech: The item is protected expression under the law that the notice relies on.
- Other: For the reason given beside the item.

If you hold further facts or documents on an item, send them under our number and it is reviewed again.

With respect.

Example, legal requests desk
Please quote N-2021-000001 in every reply.
`);
  });

  test('lists 200 items, says how many more there are and that the annex names all, and explains the grounds of all', () => {
    const targets = Array.from({ length: 300 }, (_, index) => aTarget(index + 1));
    const data = { ...base, targets, total: 1178, grounds: ['protected_speech', 'impossible'] as GroundCode[] };
    const { text } = renderLetter({ kind: 'push_back', language: 'en', data });
    expect(text.match(/^\d+\. account/gm)).toHaveLength(200);
    expect(text).toContain('... and 978 more. The annex (annex.csv) names all 1178.');
    expect(text).toContain('- Impossible: ');
  });

  test('leaves a note out unless the ground is "other"', () => {
    const targets = [aTarget(1, { note: 'our own remark' })];
    const { text } = renderLetter({ kind: 'push_back', language: 'en', data: { ...base, targets, total: 1 } });
    expect(text).not.toContain('our own remark');
  });

  test('answers a notice that names no items', () => {
    const data = { ...base, targets: [], total: 0, fields: { remarks: 'We ask for a formal dialogue.' } };
    const { text } = renderLetter({ kind: 'push_back', language: 'en', data });
    expect(text).toContain('We have reviewed your notice.');
    expect(text).not.toContain('Items');
  });

  test('reports the effect with counts that add up', () => {
    const data = { ...base, counts: COUNTS, countries: ['IN'], sameCountries: true, removedUnderOwnRules: 500 };
    const { text } = renderLetter({ kind: 'report_of_effect', language: 'en', data });
    expect(text).toContain(`
 583  withheld
 500  removed
   0  labelled
   0  preserved
  90  refused
   1  clarification asked
   2  not found
   1  not the target
   0  already actioned
   1  failed
1178  in all
Check: 583 + 500 + 0 + 0 + 90 + 1 + 2 + 1 + 0 + 1 = 1178
`);
    expect(text).toContain('Withheld items cannot be seen in: IN.');
    expect(text).toContain('Of the removed items, 500 broke');
  });

  test('makes no report whose counts do not add up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 100_000 }), { minLength: 10, maxLength: 10 }),
        fc.integer({ min: -3, max: 3 }),
        (n, off) => {
          const [
            withheld = 0,
            removed = 0,
            labelled = 0,
            preserved = 0,
            refused = 0,
            clarificationAsked = 0,
            notFound = 0,
            notTheTarget = 0,
            alreadyActioned = 0,
            failed = 0,
          ] = n;
          const total = n.reduce((sum, count) => sum + count, 0) + off;
          const counts = {
            total,
            withheld,
            removed,
            labelled,
            preserved,
            refused,
            clarificationAsked,
            notFound,
            notTheTarget,
            alreadyActioned,
            failed,
          };
          const write = () =>
            renderLetter({
              kind: 'report_of_effect',
              language: 'en',
              data: { ...base, counts, countries: [], sameCountries: true },
            });
          expect(countsAddUp(counts)).toBe(off === 0);
          if (off !== 0) {
            expect(write).toThrow(LetterError);
            return;
          }
          const lines = [...write().text.matchAll(/^ *(\d+) {2}(?!in all)/gm)].map((match) => Number(match[1]));
          expect(lines.reduce((sum, count) => sum + count, 0)).toBe(total);
        },
      ),
    );
  });

  test('asks to clarify, asks for a meeting, tells the status', () => {
    const clarification = renderLetter({
      kind: 'clarification',
      language: 'en',
      data: { ...base, targets: [aTarget(1, { grounds: ['ambiguous_order'] })], total: 1 },
    });
    expect(clarification.text).toContain('What is needed\n- Ambiguous order: ');
    const meeting = renderLetter({
      kind: 'dialogue_request',
      language: 'en',
      data: { ...base, with: 'the Minister', subject: 'Second list', proposal: 'A call' },
    });
    expect(meeting).toMatchObject({
      subject: 'Request for a meeting: Second list [N-2021-000001]',
      text: expect.stringContaining('formal dialogue with the Minister'),
    });
    const status = renderLetter({
      kind: 'status_update',
      language: 'en',
      data: { ...base, stage: 'review', targetCount: 12, decidedCount: 5 },
    });
    expect(status.text).toContain('under review.\n\nItems: 12, of which decided: 5.');
  });

  test.each(['reporting', 'in_force'] as const)(
    'an answer to a notice without items (%s) promises and claims no act',
    (stage) => {
      const data = { ...base, stage, targetCount: 0, decidedCount: 0, fields: { remarks: 'We ask for a meeting.' } };
      const { subject, text } = renderLetter({ kind: 'status_update', language: 'en', data });
      expect(subject).toBe('Answer to your notice F. 1(1)/2021 [N-2021-000001]');
      expect(text).toContain('nothing was carried out on our service because of it.');
      expect(text).toContain('We ask for a meeting.');
      expect(text).not.toMatch(/have been carried out|report follows|Items:/);
    },
  );

  test.each(STAGES)('a word on where a notice stands (%s) claims nothing that only a report may', (stage) => {
    for (const targetCount of [0, 12]) {
      const data = { ...base, stage, targetCount, decidedCount: targetCount };
      expect(renderLetter({ kind: 'status_update', language: 'en', data }).text).not.toMatch(
        /have been carried out|report follows|are in force/,
      );
    }
  });

  test('says of failed items whether they are tried any more', () => {
    const report = (givenUp: number) =>
      renderLetter({
        kind: 'report_of_effect',
        language: 'en',
        data: { ...base, counts: { ...COUNTS, failed: 2, refused: 89 }, countries: [], sameCountries: true, givenUp },
      }).text;
    expect(report(0)).toContain('could not be given to these items; they are followed up.');
    expect(report(1)).toContain('; 1 of them are not tried any more, the others are followed up.');
    expect(report(2)).toContain('these items, and they are not tried any more.');
  });

  test('speaks of giving effect only where something was done', () => {
    const report = (counts: EffectCounts) =>
      renderLetter({
        kind: 'report_of_effect',
        language: 'en',
        data: { ...base, counts, countries: [], sameCountries: true },
      }).text;
    expect(report(COUNTS)).toContain('Giving effect is not an admission');
    const refused = { ...COUNTS, withheld: 0, removed: 0, refused: 90 + 583 + 500 };
    expect(report(refused)).not.toContain('Giving effect');
    expect(report(refused)).toContain('All rights are reserved.');
  });

  test('does not say of items withheld in different countries that each is withheld in all', () => {
    const data = { ...base, counts: COUNTS, countries: ['IN', 'PK'], sameCountries: false };
    const { text } = renderLetter({ kind: 'report_of_effect', language: 'en', data });
    expect(text).toContain('in the countries decided for each of them, of these: IN, PK.');
  });

  test('leaves the reference out where the notice has none', () => {
    const { subject, text } = renderLetter({
      kind: 'acknowledgement',
      language: 'en',
      data: { ...base, reference: '', targetCount: 0 },
    });
    expect(subject).toBe('Receipt of your notice [N-2021-000001]');
    expect(text).not.toMatch(/Your reference|names/);
  });

  test('falls back to English', () => {
    expect(
      renderLetter({ kind: 'acknowledgement', language: '__proto__', data: { ...base, targetCount: 1 } }).language,
    ).toBe('en');
  });

  test('shows template marks, line breaks and turning characters of the notice as inert text', () => {
    const hostile = '{{ service }}{% raw %}\r\nBcc: a@b.example\u202Etxt\u2028x\u0000y';
    const data = {
      ...base,
      reference: hostile,
      authorityName: hostile,
      fields: { remarks: hostile },
      targets: [aTarget(1, { locator: hostile, grounds: ['other'], note: hostile })],
      total: 1,
    };
    const { subject, text } = renderLetter({ kind: 'push_back', language: 'en', data });
    const inert = '{{ service }}{% raw %} Bcc: a@b.example[U+202E]txt x y';
    expect(subject).toBe(`Items not acted upon, your notice ${inert} [N-2021-000001]`);
    expect(text.split(inert)).toHaveLength(6);
    for (const line of [subject, ...text.split('\n')]) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^Bcc/u);
  });

  test('has lines enough for whatever strings come', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...GROUND_CODES), (text, ground) => {
        const data = {
          ...base,
          reference: text,
          targets: [aTarget(1, { locator: text, grounds: [ground], note: text })],
          total: 1,
        };
        const letter = renderLetter({ kind: 'clarification', language: 'en', data });
        expect(letter.subject).not.toMatch(/[\r\n]/);
        expect(letter.text.match(/^1\. account/gm)).toHaveLength(1);
      }),
    );
  });
});

describe('oneLine', () => {
  test('keeps the joiners that Indic and Persian spelling needs', () => {
    expect(oneLine('क्\u200dष')).toBe('क्\u200dष');
  });

  test('cuts a text of any length, never inside a character', () => {
    const cut = oneLine(`a${'😀'.repeat(5000)}`);
    expect(cut.length).toBeLessThanOrEqual(1024);
    expect(encodeURIComponent(cut)).toContain('%F0%9F%98%80...');
  });
});
