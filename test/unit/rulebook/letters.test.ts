import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { GROUND_CODES, type GroundCode } from '../../../domain/targets/ground.js';
import { STAGES } from '../../../domain/notices/notice.js';
import type { EffectCounts } from '../../../domain/letters/report.js';
import type { LetterBase } from '../../../letters/base.js';
import { countsAddUp } from '../../../letters/kinds/report-of-effect.js';
import { LetterError } from '../../../letters/letter-error.js';
import type { ListedLetterTarget } from '../../../letters/listed-targets.js';
import { toOneLine } from '../../../letters/one-line.js';
import { createServiceSender } from '../../../domain/letters/letter-sender.js';
import { renderLetter } from '../../../letters/render-letter.js';

const base: LetterBase = {
  sender: {
    service: 'Example',
    company: 'Example Platform Ltd',
    address: ['1 Example Street', 'Example City'],
    capacity: null,
    signatory: 'Head of Legal Requests',
    replyTo: 'legal@platform.example',
  },
  authorityName: 'Ministry of Electronics and Information Technology',
  reference: 'F. 1(1)/2021',
  number: 'N-2021-000001',
  receivedAtMs: Date.UTC(2021, 0, 31, 12, 45),
  writtenAtMs: Date.UTC(2021, 0, 31, 19, 0),
  zone: 'Asia/Kolkata',
};
const HEAD = `Example Platform Ltd
1 Example Street
Example City

1 February 2021

To: Ministry of Electronics and Information Technology
Your reference: F. 1(1)/2021
Our number, to be quoted in every reply: N-2021-000001
Your notice reached us: 31 January 2021, 18:15 (UTC+05:30; 2021-01-31 12:45 UTC)`;
const COUNTS: EffectCounts = {
  total: 1178,
  withheld: 583,
  removed: 500,
  labelled: 0,
  preserved: 0,
  refused: 90,
  clarificationRequested: 1,
  notFound: 2,
  notTheTarget: 1,
  alreadyActioned: 0,
  failed: 1,
};

function aTarget(no: number, part: Partial<ListedLetterTarget> = {}): ListedLetterTarget {
  return { no, type: 'account', locator: `@a${no}`, grounds: ['protected_speech'], ...part };
}

describe('renderLetter', () => {
  test('acknowledges receipt and nothing else', () => {
    const letter = renderLetter({ kind: 'acknowledgement', language: 'en', data: { ...base, targetCount: 257 } });
    expect(letter).toEqual({
      subject: 'Receipt of your notice F. 1(1)/2021 [N-2021-000001]',
      language: 'en',
      text: `${HEAD}

Receipt of your notice F. 1(1)/2021

We confirm that your notice reached us at the time given above; it names 257 items.

Receipt is not acceptance. This letter says nothing about the validity of the notice, about jurisdiction or about what will be done. You will hear from us again when the notice has been reviewed.

All rights are reserved. Nothing in this letter accepts jurisdiction, waives a right, a defence or an immunity, or gives up the confidentiality of what it does not say.

For Example Platform Ltd
Head of Legal Requests
legal@platform.example
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
    expect(text).toBe(`${HEAD}

Items not acted upon, your notice F. 1(1)/2021

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

Please answer by 8 February 2021. This is our own time for your answer and no time limit of law. Without one, this answer stands.

With respect.

All rights are reserved. Nothing in this letter accepts jurisdiction, waives a right, a defence or an immunity, or gives up the confidentiality of what it does not say.

For Example Platform Ltd
Head of Legal Requests
legal@platform.example
`);
  });

  test('lists 200 items, points to the annex for all, and explains every ground', () => {
    const targets = Array.from({ length: 300 }, (_, index) => aTarget(index + 1));
    const data = { ...base, targets, total: 1178, grounds: ['protected_speech', 'impossible'] as GroundCode[] };
    const { text } = renderLetter({ kind: 'push_back', language: 'en', data });
    expect(text.match(/^\d+\. account/gm)).toHaveLength(200);
    expect(text).toContain('... and 978 more. The annex (annex.csv) names all 1,178.');
    expect(text).toContain('- Impossible: ');
  });

  test.each([
    ['en', '1,178'],
    ['de', '1.178'],
    ['fr', '1\u00A0178'],
  ])('groups the digits of a count as %s does, and not those of an item', (language, count) => {
    const data = { ...base, targets: [aTarget(1001)], total: 1178 };
    const { text } = renderLetter({ kind: 'push_back', language, data });
    expect(text).toContain(count);
    expect(text).toMatch(/^1001\. /m);
  });

  test('omits a note unless the ground is "other"', () => {
    const targets = [aTarget(1, { note: 'our own remark' })];
    const { text } = renderLetter({ kind: 'push_back', language: 'en', data: { ...base, targets, total: 1 } });
    expect(text).not.toContain('our own remark');
  });

  test('answers a notice that names no items', () => {
    const data = { ...base, targets: [], total: 0, fields: { remarks: 'We ask for a formal dialogue.' } };
    const { text } = renderLetter({ kind: 'push_back', language: 'en', data });
    expect(text).toContain('We have reviewed your notice.');
    expect(text).not.toMatch(/^Items/m);
  });

  test('reports the effect with counts that add up', () => {
    const data = { ...base, counts: COUNTS, countries: ['IN'], sameCountries: true, removedUnderOwnRules: 500 };
    const { text } = renderLetter({ kind: 'report_of_effect', language: 'en', data });
    expect(text).toContain(`
This is what has become of the 1,178 items of your notice.

withheld: 583
removed: 500
refused: 90
clarification asked: 1
not found: 2
not the target: 1
failed: 1
`);
    expect(text).toContain('Withheld items cannot be seen in: India.');
    expect(text).toContain('Of the removed items, 500 broke');
  });

  test('names each of a few items in a report, with outcome, place and time, and the grounds of a refusal', () => {
    const items = [
      {
        ...aTarget(1),
        note: '',
        outcome: 'withheld' as const,
        countries: ['IN'],
        effectAtMs: Date.UTC(2021, 1, 4, 18, 2),
      },
      { ...aTarget(2), note: '', outcome: 'refused' as const, countries: [], effectAtMs: null },
    ];
    const counts = { total: 2, withheld: 1, refused: 1 };
    const data = { ...base, counts, items, countries: ['IN'], sameCountries: true };
    const { text } = renderLetter({ kind: 'report_of_effect', language: 'en', data });
    expect(text).toContain(`
Items (times of effect in the zone Asia/Kolkata)
1. account @a1: withheld (India), 4 February 2021, 23:32
2. account @a2: refused: protected speech
`);
  });

  test('omits an internal note on an item that was withheld, also beside the ground "other"', () => {
    const item = {
      ...aTarget(1),
      grounds: ['other' as const],
      note: 'our own remark',
      countries: ['IN'],
      effectAtMs: null,
    };
    const report = (outcome: 'withheld' | 'refused') => {
      const data = { ...base, counts: { total: 1, [outcome]: 1 }, countries: [], sameCountries: true };
      return renderLetter({
        kind: 'report_of_effect',
        language: 'en',
        data: { ...data, items: [{ ...item, outcome }] },
      }).text;
    };
    expect(report('withheld')).not.toContain('our own remark');
    expect(report('refused')).toContain('our own remark');
  });

  test('names the annex of a long report with its hash', () => {
    const data = { ...base, counts: COUNTS, countries: ['IN'], sameCountries: true };
    const { text } = renderLetter({ kind: 'report_of_effect', language: 'en', data, annexSha256: 'ab12' });
    expect(text).toContain(
      'The annex (annex.csv) names what has become of every item and the time of effect; its SHA-256 is ab12.',
    );
  });

  test('cites the law of the notice, and none if only company policy applies', () => {
    const law = { title: 'Information Technology Act 2000 s. 69A', inForceFrom: '2009-10-27' };
    const data = { ...base, targets: [aTarget(1)], total: 1 };
    expect(renderLetter({ kind: 'push_back', language: 'en', data: { ...data, law } }).text).toContain(
      'Law: Information Technology Act 2000 s. 69A, as in force since 27 October 2009\n',
    );
    expect(renderLetter({ kind: 'push_back', language: 'en', data }).text).not.toContain('Law:');
  });

  test('signs in the name of the service if no company is named', () => {
    const data = { ...base, sender: createServiceSender('Example'), targetCount: 1 };
    const { text } = renderLetter({ kind: 'acknowledgement', language: 'en', data });
    expect(text).toMatch(/^Example\n\n1 February 2021/);
    expect(text).toMatch(/Example, legal requests desk\n$/);
  });

  test('rejects a report whose counts do not add up', () => {
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
            clarificationRequested = 0,
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
            clarificationRequested,
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
          if (total < 2) return;
          const lines = [...write().text.matchAll(/^[a-z ]+: ([\d,]+)$/gm)].map((match) =>
            Number(match[1]?.replaceAll(',', '')),
          );
          expect(lines).not.toContain(0);
          expect(lines.reduce((sum, count) => sum + count, 0)).toBe(total);
        },
      ),
    );
  });

  test('renders a clarification, a dialogue request and a status update', () => {
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
    const order = {
      stage: 'review',
      targetCount: 12,
      requestedAtMs: null,
      dueAtMs: null,
      nextAtMs: null,
      restored: 0,
    } as const;
    const status = renderLetter({ kind: 'status_update', language: 'en', data: { ...base, interim: order } });
    expect(status.text).toContain('under review. It names 12 items.\n\nThe next step is the decision.\n\n');
  });

  test('promises and claims no action in the answer to a notice without items', () => {
    const data = { ...base, interim: null, fields: { remarks: 'We ask for a meeting.' } };
    const { subject, text } = renderLetter({ kind: 'status_update', language: 'en', data });
    expect(subject).toBe('Answer to your notice F. 1(1)/2021 [N-2021-000001]');
    expect(text).toContain('nothing was carried out on our service because of it.');
    expect(text).toContain('We ask for a meeting.\n\nAll rights are reserved.');
    expect(text).not.toMatch(/have been carried out|report follows|items\./);
  });

  test.each(STAGES)('gives no answer and claims no action in a status update (%s)', (stage) => {
    for (const targetCount of [0, 12]) {
      const interim = { stage, targetCount, requestedAtMs: null, dueAtMs: null, nextAtMs: null, restored: 0 };
      const { text } = renderLetter({ kind: 'status_update', language: 'en', data: { ...base, interim } });
      expect(text).not.toMatch(/have been carried out|report follows|are in force|Answer to|withheld|removed|refused/);
      expect(text).toContain('This letter is no answer to the notice and says nothing of what is decided.');
    }
  });

  test('states in a status update what is awaited, the next time limit and when the next update comes', () => {
    const interim = {
      stage: 'in_force' as const,
      targetCount: 1,
      requestedAtMs: Date.UTC(2021, 0, 31, 15),
      dueAtMs: Date.UTC(2021, 1, 3, 12, 30),
      nextAtMs: Date.UTC(2021, 1, 7),
      restored: 0,
    };
    const { text } = renderLetter({ kind: 'status_update', language: 'en', data: { ...base, interim } });
    expect(text).toContain('On 31 January 2021, 20:30');
    expect(text).toContain('no answer of yours is on our record. The next step is your answer.');
    const reviewed = { ...base, interim: { ...interim, stage: 'review' as const } };
    const { text: inReview } = renderLetter({ kind: 'status_update', language: 'en', data: reviewed });
    expect(inReview).toContain('no answer of yours is on our record. The next step is the decision. By our count');
    expect(text).toContain('By our count the next time limit ends: 3 February 2021, 18:00');
    expect(text).toContain('you next hear from us: 7 February 2021, 05:30');
    expect(text).not.toContain('no longer restricted');
    const released = { ...base, interim: { ...interim, restored: 2 } };
    const { text: after } = renderLetter({ kind: 'status_update', language: 'en', data: released });
    expect(after).toContain('2 items are no longer restricted because of your notice.');
  });

  test('says of failed items whether they are still being tried', () => {
    const report = (givenUp: number) =>
      renderLetter({
        kind: 'report_of_effect',
        language: 'en',
        data: { ...base, counts: { ...COUNTS, failed: 2, refused: 89 }, countries: [], sameCountries: true, givenUp },
      }).text;
    expect(report(0)).toContain('could not be given to 2 items; they are followed up.');
    expect(report(1)).toContain('; 1 of them is not tried any more, the other is followed up.');
    expect(report(2)).toContain('2 items, and they are not tried any more.');
  });

  test('mentions giving effect only if something was done', () => {
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

  test('does not claim that each item is withheld in all the countries if they differ', () => {
    const data = { ...base, counts: COUNTS, countries: ['IN', 'PK'], sameCountries: false };
    const { text } = renderLetter({ kind: 'report_of_effect', language: 'en', data });
    expect(text).toContain('in the countries named with each, of these: India, Pakistan.');
  });

  test('omits the reference if the notice has none', () => {
    const { subject, text } = renderLetter({
      kind: 'acknowledgement',
      language: 'en',
      data: { ...base, reference: '', targetCount: 0 },
    });
    expect(subject).toBe('Receipt of your notice [N-2021-000001]');
    expect(text).not.toMatch(/Your reference|it names/);
  });

  test('falls back to English for an unknown language', () => {
    expect(
      renderLetter({ kind: 'acknowledgement', language: '__proto__', data: { ...base, targetCount: 1 } }).language,
    ).toBe('en');
  });

  test('renders template marks, line breaks and direction overrides of the notice as inert text', () => {
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
    expect(text.split(inert)).toHaveLength(7);
    for (const line of [subject, ...text.split('\n')]) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|^Bcc/u);
  });

  test('keeps subject and item on one line each for any text', () => {
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

describe('toOneLine', () => {
  test('keeps the joiners that Indic and Persian spelling needs', () => {
    expect(toOneLine('क्\u200dष')).toBe('क्\u200dष');
  });

  test('cuts a text of any length, never inside a character', () => {
    const cut = toOneLine(`a${'😀'.repeat(5000)}`);
    expect(cut.length).toBeLessThanOrEqual(1024);
    expect(encodeURIComponent(cut)).toContain('%F0%9F%98%80...');
  });
});
