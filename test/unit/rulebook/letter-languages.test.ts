import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Liquid } from 'liquidjs';
import { dateWords } from '../../../letters/date-words.js';
import { letterLanguages, renderLetter } from '../../../letters/render-letter.js';
import {
  LANGUAGES,
  type Language,
  LAW,
  base,
  FIELDS,
  KINDS,
  everyLetter,
  getTexts,
  folder,
  each,
  all,
  halves,
} from '../../support/sample-letters.js';

describe('letter texts of a language', () => {
  test('exist in six languages', () => {
    expect(letterLanguages().map(({ language }) => language)).toEqual(['de', 'en', 'es', 'fr', 'pt', 'tr']);
  });

  test.each(all)('match the English texts in number and in required facts: %s', (language) => {
    const liquid = new Liquid();
    const files = readdirSync(folder(language)).filter((name) => name !== 'contents.yaml');
    expect(files.sort()).toEqual(readdirSync(folder('en')).sort());
    for (const file of readdirSync(folder('en')).filter((name) => name.endsWith('.liquid'))) {
      const [own, english] = [language, 'en'].map((one) => readFileSync(join(folder(one), file), 'utf8'));
      const facts = (text = '') => liquid.globalFullVariablesSync(text);
      const inLoops = (text = '') =>
        liquid.fullVariablesSync(text).filter((name) => /^(target|ground|outcome|item|line)\./.test(name));
      expect({ file, facts: facts(own).sort() }).toEqual({ file, facts: facts(english).sort() });
      expect({ file, inLoops: inLoops(own).sort() }).toEqual({ file, inLoops: inLoops(english).sort() });
    }
  });

  test.each(all)('say in %s that the English text prevails while no native lawyer has reviewed them', (language) => {
    const { reviewedBy, controls } = getTexts(language).words;
    expect(reviewedBy).toBeNull();
    expect(controls).toMatch(/englische Text|inglés|anglais|em inglês|İngilizce metin/);
  });

  test.each(all)('have their own title and text for every ground in %s', (language) => {
    for (const { code, title, text } of getTexts(language).grounds) {
      expect({ code, title: title[language], text: text[language] }).toEqual({
        code,
        title: expect.stringMatching(/^\p{Lu}[^.]*$/u),
        text: expect.stringMatching(/^\p{Lu}.*[.]$/u),
      });
      expect([title['en'], text['en']]).not.toEqual(expect.arrayContaining([title[language]]));
      expect(text[language]).not.toBe(text['en']);
    }
  });
});

describe('letter in two languages', () => {
  test.each(each)(
    'contains, in %s for %s, its own text, the prevailing language and the full English text',
    (language, kind) => {
      const controls = getTexts(language).words.controls;
      const english = everyLetter('en', kind);
      for (const [nth, letter] of everyLetter(language, kind).entries()) {
        const { own, english: second } = halves(letter.text);
        expect(letter.language).toBe(language);
        expect(letter.subject).toMatch(/ \[N-2021-000001\]$/);
        expect(letter.subject).not.toBe(english[nth]?.subject);
        expect(own).toContain(letter.subject.replace(' [N-2021-000001]', ''));
        expect(own.split(`\n\n${controls}\n\n`)).toHaveLength(2);
        expect(second).toBe(english[nth]?.text);
        expect(own).toContain('N-2021-000001');
        expect(own).toContain('legal@platform.example\n');
        expect(letter.text).not.toMatch(/\{[{%]|[%}]\}|undefined|null|NaN|\[object/);
        expect(own).not.toMatch(/\b(the|your|notice|rights)\b/);
      }
    },
  );

  test.each(each)('has the same numbers and items in both parts, in %s for %s', (language, kind) => {
    // Spanish groups digits from five on.
    const ungrouped = (text: string) => text.replaceAll(/(?<=\d)[.,\u00a0\u202f](?=\d{3}\b)/g, '');
    const facts = (text: string) => (ungrouped(text).match(/@a\d+|\b\d{3,}\b|annex\.csv|ab12/g) ?? []).sort();
    const rows = (text: string) => text.split('\n').filter((line) => /^(\d+\. .*@a|- )|: \d+$/.test(line));
    for (const { text } of everyLetter(language, kind)) {
      const { own, english } = halves(text);
      expect(facts(own)).toEqual(facts(english));
      expect(rows(own)).toHaveLength(rows(english).length);
    }
  });

  test.each(all)('contains free text only in the part of its own language: %s', (language) => {
    for (const kind of KINDS)
      for (const { text } of everyLetter(language, kind, { fields: FIELDS }).slice(0, 2)) {
        const { own, english } = halves(text);
        for (const said of [FIELDS.salutation, FIELDS.remarks]) {
          expect(own.split(said)).toHaveLength(2);
          expect(english).not.toContain(said);
        }
      }
  });

  test.each(all)('says what the notice lacks in %s, with its place in law, and in English', (language) => {
    const law = {
      ...LAW,
      lacks: [
        { code: 'legal-basis', place: 'Article 9(2)(a)(i)' },
        { code: 'sender-identified', place: null, void: true as const },
        { code: 'unknown-code', place: null },
      ],
    };
    const missing = ['Please name the legal basis.', 'Please tell us who you are.', 'Only in X7.'];
    const { words } = getTexts(language);
    for (const kind of ['push_back', 'clarification'] as const) {
      const { own, english } = halves(everyLetter(language, kind, { missing, law }).at(-1)?.text ?? '');
      expect(own).toContain(`\n- ${words.contents['legal-basis']} (Article 9(2)(a)(i))\n`);
      expect(own).toContain(`\n- ${words.contents['sender-identified']} ${words.voidWithout}\n`);
      expect(own).toContain('\n- Only in X7.\n');
      expect(own).not.toContain('What the notice lacks');
      expect(english).toContain('What the notice lacks\n- Please name the legal basis. (Article 9(2)(a)(i))\n');
      expect(everyLetter(language, kind)[0]?.text).not.toContain('What the notice lacks');
    }
  });

  test.each(all)('states that the text in %s prevails where the law requires its language', (language) => {
    const { prevails, controls } = getTexts(language).words;
    const law = { ...LAW, language: { code: language, place: 'Art. 192' } };
    const { own } = halves(everyLetter(language, 'acknowledgement', { law })[0]?.text ?? '');
    expect(own).toContain(`\n\n${prevails}\n\n`);
    expect(own).not.toContain(controls);
    const other = { ...LAW, language: { code: 'en', place: null } };
    expect(everyLetter(language, 'acknowledgement', { law: other })[0]?.text).toContain(controls);
  });

  test.each(all)('ends with the reservation in %s, and objects to jurisdiction only where we are not', (language) => {
    const { reservation, noPresence } = getTexts(language).words;
    const country = new Intl.DisplayNames(language, { type: 'region' }).of('IN') ?? '';
    const objection = noPresence.replace('COUNTRY', country);
    for (const kind of KINDS) {
      const [absent, present] = [everyLetter(language, kind, { absentFrom: 'IN' }), everyLetter(language, kind)];
      for (const { text } of absent) expect(halves(text).own).toContain(`\n\n${reservation} ${objection}\n\n`);
      for (const { text } of present) expect(halves(text).own).toContain(`\n\n${reservation}\n\n`);
    }
  });

  test.each(all)('asks in %s for an answer by the time of the law, else by our own, and says which', (language) => {
    const { answerByLaw, answerByUs } = getTexts(language).words;
    const ours = answerByUs.replace('TIME', dateWords({ language }, base.zone).day(Date.UTC(2021, 1, 7, 19)));
    const law = { ...LAW, reply: { days: 5, place: 'Article 10(6)' } };
    const legal = answerByLaw.replace('TIME', '5').replace('PLACE', 'Article 10(6)');
    for (const kind of ['push_back', 'clarification', 'review_request'] as const)
      for (const { text } of everyLetter(language, kind)) expect(halves(text).own).toContain(ours);
    for (const { text } of everyLetter(language, 'clarification', { law })) {
      expect(halves(text).own).toContain(legal);
      expect(halves(text).own).not.toContain(ours);
    }
    for (const { text } of everyLetter(language, 'push_back', { law })) expect(halves(text).own).toContain(ours);
  });

  test.each(all)('writes in %s what is known of the order at its head, and leaves the rest out', (language) => {
    const { noticeKinds, channels, offices } = getTexts(language).words;
    const order = { kind: 'court_order' as const, fromCourt: true, channel: 'mail', hearingAtMs: null };
    const known = {
      ...order,
      issuedAtMs: Date.UTC(2021, 0, 30),
      servedAtMs: Date.UTC(2021, 0, 31, 4),
      signer: { name: 'Asha Rao', rank: 'Joint Secretary' },
    };
    const addressee = { office: 'Room 7', department: 'Cyber Laws', address: ['6 CGO Complex'] };
    const part = {
      order: known,
      addressee,
      law: { ...LAW, office: 'named_officer' as const, power: 'section 69A(1)' },
    };
    const { own } = halves(everyLetter(language, 'acknowledgement', part)[0]?.text ?? '');
    const dates = dateWords({ language }, base.zone);
    for (const said of [
      `: ${noticeKinds.court_order}\n`,
      `: ${channels.mail}\n`,
      `: ${offices.named_officer}\n`,
      '\nCyber Laws\nRoom 7\n6 CGO Complex\n',
      ': Asha Rao, Joint Secretary\n',
      `: ${dates.day(known.issuedAtMs)}\n`,
      `: ${dates.full(known.servedAtMs)}\n`,
      '(section 69A(1))',
    ])
      expect(own).toContain(said);
    const bare = { ...order, fromCourt: false, channel: 'pigeon', issuedAtMs: null, servedAtMs: null, signer: null };
    const without = halves(everyLetter(language, 'acknowledgement', { order: bare })[0]?.text ?? '').own;
    const head = (text: string) => text.slice(0, text.indexOf('\n\n', text.indexOf(base.number))).split('\n').length;
    expect(head(without)).toBe(head(halves(everyLetter(language, 'acknowledgement')[0]?.text ?? '').own) + 1);
  });

  test.each(all)('names the provision of a ground in %s only where the law gives one', (language) => {
    const law = { ...LAW, provisions: { protected_speech: 'Lei nº 12.965/2014, Art. 19' } };
    const title = getTexts(language).grounds.find(({ code }) => code === 'protected_speech')?.title[language];
    const [letter] = everyLetter(language, 'push_back', { law }).slice(1);
    const own = (text = '') => halves(text).own.replaceAll('\u00a0', ' ').replaceAll(' : ', ': ');
    expect(own(letter?.text)).toContain(`- ${title} (Lei nº 12.965/2014, Art. 19): `);
    const [plainLetter] = everyLetter(language, 'push_back').slice(1);
    expect(own(plainLetter?.text)).toContain(`- ${title}: `);
  });

  test.each<[Language, string]>([
    ['de', 'Vorschrift: „Information Technology Act 2000 s. 69A“ in der seit dem 27. Oktober 2009 geltenden Fassung'],
    ['fr', 'Texte : « Information Technology Act 2000 s. 69A », dans sa version en vigueur depuis le 27 octobre 2009'],
    [
      'tr',
      'Mevzuat: “Information Technology Act 2000 s. 69A”, 27 Ekim 2009 tarihinden bu yana yürürlükte olan hâliyle',
    ],
    ['pt', 'Legislação: “Information Technology Act 2000 s. 69A”, na redação em vigor desde 27 de outubro de 2009'],
    [
      'es',
      'Legislación: «Information Technology Act 2000 s. 69A», en la redacción vigente desde el 27 de octubre de 2009',
    ],
  ])('names the law in the quotation marks of %s, and names none if none is known', (language, line) => {
    const [letter] = everyLetter(language, 'acknowledgement');
    expect(letter?.text.replaceAll('\u00a0', ' ')).toContain(`\n${line}\n`);
    const [without] = everyLetter(language, 'acknowledgement', { law: undefined, reference: '' });
    expect(halves(without?.text ?? '').own.replaceAll('\u00a0', ' ')).not.toContain(
      line.slice(0, line.indexOf(':') + 1),
    );
    expect(without?.text).not.toContain('F. 1(1)');
  });

  test('can state any instant in any zone in every language', () => {
    const instants = fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true });
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Europe/Istanbul', 'America/Sao_Paulo', 'Asia/Kathmandu');
    fc.assert(
      fc.property(fc.constantFrom(...LANGUAGES), instants, zones, (language, at, zone) => {
        const said = dateWords({ language }, zone).full(at.getTime());
        expect(said).toMatch(
          /^1?\d?\d?(er|º|\.)? ?.*\d{4}, \d\d:\d\d \(UTC([+-]\d\d:\d\d; \d{4}-\d\d-\d\d \d\d:\d\d UTC)?\)$/,
        );
        const data = { ...base, zone, receivedAtMs: at.getTime(), targetCount: 1 };
        expect(renderLetter({ kind: 'acknowledgement', language, data }).text).toContain(said);
      }),
      { numRuns: 50 },
    );
  });
});
