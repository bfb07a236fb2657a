import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Liquid } from 'liquidjs';
import type { WrittenLetterKind } from '../../../domain/letters/letter.js';
import { RESTORE_CAUSES } from '../../../domain/submissions/submission.js';
import { STAGES } from '../../../domain/notices/notice.js';
import { GROUND_CODES } from '../../../domain/targets/ground.js';
import type { LetterBase } from '../../../letters/base.js';
import { dateWords } from '../../../letters/date-words.js';
import type { LetterDataByKind } from '../../../letters/kinds/index.js';
import { itemView, type ListedLetterTarget } from '../../../letters/listed-targets.js';
import { letterLanguages, letterNotes, prepareLetters, renderLetter } from '../../../letters/render-letter.js';
import type { LetterTexts } from '../../../rulebook/letter-texts.js';
import { BUILT_IN_RULEBOOK } from '../../../rulebook/load.js';

const LANGUAGES = ['de', 'es', 'fr', 'pt', 'tr'] as const;
type Language = (typeof LANGUAGES)[number];
const BETWEEN = '\n* * *\n\n';

const LAW = { title: 'Information Technology Act 2000 s. 69A', inForceFrom: '2009-10-27' };
const base: LetterBase = {
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
const FIELDS = { salutation: 'Honoured office,', remarks: 'Nobody else says this.' };

const aTarget = (no: number, part: Partial<ListedLetterTarget> = {}): ListedLetterTarget => ({
  no,
  type: 'account',
  locator: `@a${no}`,
  grounds: ['protected_speech'],
  ...part,
});
const targets = (count: number) => Array.from({ length: count }, (_, index) => aTarget(index + 1));
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
const KINDS = Object.keys(CASES) as WrittenLetterKind[];

const plain = new Map<string, ReturnType<typeof write>>();

function write(language: string, kind: WrittenLetterKind, part: Partial<LetterBase> = {}) {
  return CASES[kind].map((data) =>
    renderLetter({ kind, language, data: { ...base, ...part, ...data }, annexSha256: 'ab12' }),
  );
}

function everyLetter(language: string, kind: WrittenLetterKind, part?: Partial<LetterBase>) {
  if (part !== undefined) return write(language, kind, part);
  const key = `${language} ${kind}`;
  const letters = plain.get(key) ?? write(language, kind);
  plain.set(key, letters);
  return letters;
}

const getTexts = (language: string): LetterTexts => {
  const texts = prepareLetters().texts.get(language);
  if (texts === undefined) throw new Error(`no letters in ${language}`);
  return texts;
};
const folder = (language: string) => join(BUILT_IN_RULEBOOK, 'letters', language);
const [each, all] = [LANGUAGES.flatMap((language) => KINDS.map((kind) => [language, kind] as const)), [...LANGUAGES]];

function halves(text: string): { own: string; english: string } {
  const parts = text.split(BETWEEN);
  expect(parts).toHaveLength(2);
  const [own = '', english = ''] = parts;
  return { own, english };
}

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

/** Sentences that must not drift: what a letter does not concede. */
describe('legal core of a letter', () => {
  const HEART: Record<Language, Record<'receipt' | 'rights' | 'effect' | 'deadline', string>> = {
    de: {
      receipt: 'Der Eingang bedeutet keine Anerkennung.',
      rights: 'alle Rechte bleiben vorbehalten.',
      effect: 'Die Umsetzung bedeutet keine Anerkennung der Rechtmäßigkeit Ihres Schreibens.',
      deadline: 'hemmt oder unterbricht für sich allein keine Frist, und mit ihr wird auf kein Recht verzichtet.',
    },
    fr: {
      receipt: 'La réception ne vaut pas acceptation.',
      rights: 'tous nos droits demeurent réservés.',
      effect: 'Le fait de donner suite ne vaut pas reconnaissance de la légalité de la notification.',
      deadline: 'ne suspend ni n’interrompt par elle-même aucun délai et n’emporte renonciation à aucun droit.',
    },
    tr: {
      receipt: 'Yazınızın alınmış olması, kabul edildiği anlamına gelmez.',
      rights: 'tüm haklarımız saklıdır.',
      effect: 'İşlem yapılması, yazınızın hukuka uygun olduğunun kabulü anlamına gelmez.',
      deadline: 'tek başına hiçbir süreyi durdurmaz veya kesmez ve hiçbir haktan feragat anlamına gelmez.',
    },
    pt: {
      receipt: 'O recebimento não implica aceitação.',
      rights: 'ficam reservados todos os direitos.',
      effect: 'O cumprimento não implica reconhecimento da legalidade da notificação.',
      deadline: 'não suspende nem interrompe, por si só, nenhum prazo e não implica renúncia a nenhum direito.',
    },
    es: {
      receipt: 'La recepción no implica aceptación.',
      rights: 'quedan reservados todos los derechos.',
      effect: 'El cumplimiento no implica reconocimiento de la legalidad de la comunicación.',
      deadline: 'no suspende ni interrumpe por sí sola plazo alguno ni implica renuncia a ningún derecho.',
    },
  };

  test.each(all)('matches the text for review by counsel word for word: %s', (language) => {
    const owns = (kind: WrittenLetterKind) =>
      everyLetter(language, kind).map(({ text }) => halves(text).own.replaceAll('\u00a0', ' '));
    const { receipt, rights, effect, deadline } = HEART[language];
    const lower = (text: string) => text.toLocaleLowerCase(language);
    for (const own of owns('acknowledgement')) expect(own).toContain(receipt);
    for (const kind of ['acknowledgement', 'push_back', 'report_of_effect', 'status_update'] as const)
      for (const own of owns(kind)) expect(lower(own)).toContain(lower(rights));
    const reports = owns('report_of_effect');
    expect(reports.map((own) => own.includes(effect))).toEqual([true, true, false, false, true, true, true, true]);
    for (const own of owns('dialogue_request')) expect(own).toContain(deadline);
  });
});

/** Text about one item and about several, in a list and in a report whose failed items are retried or given up. */
const NUMBERS: Record<Language, [one: string[], several: string[]]> = {
  de: [
    ['Der folgenden Position wird', 'Mit der Position Ihres', '1 Position konnte nicht umgesetzt werden; sie wird'],
    [
      'Den folgenden 2 Positionen wird',
      'Mit den 2 Positionen Ihres',
      '2 Positionen konnten nicht umgesetzt werden; für 1 davon finden keine weiteren Versuche statt, die andere wird',
    ],
  ],
  es: [
    [
      'No se da cumplimiento al siguiente elemento',
      'lo ocurrido con el elemento',
      'a 1 elemento; sigue en tramitación.',
    ],
    [
      'No se da cumplimiento a los siguientes 2 elementos',
      'con los 2 elementos',
      'a 2 elementos; respecto de 1 de ellos no se intenta de nuevo, y el otro sigue en tramitación.',
    ],
  ],
  fr: [
    ['donné suite à l’élément suivant', 'de l’élément de', 'donné suite à 1 élément ; son suivi se poursuit.'],
    [
      'donné suite aux 2 éléments suivants',
      'des 2 éléments de',
      'donné suite à 2 éléments ; pour 1 d’entre eux, aucune nouvelle tentative n’est effectuée, et le suivi de l’autre se poursuit.',
    ],
  ],
  pt: [
    ['Não é dado cumprimento ao seguinte item', 'com o item da', 'a 1 item; ele continua em acompanhamento.'],
    [
      'Não é dado cumprimento aos seguintes 2 itens',
      'com os 2 itens da',
      'a 2 itens; quanto a 1 deles não há novas tentativas, e o outro continua em acompanhamento.',
    ],
  ],
  tr: [
    [
      'Aşağıdaki öğe hakkında',
      'yer alan öğenin',
      '1 öğe hakkında işlem gerçekleştirilememiştir; bu öğenin takibi sürmektedir.',
    ],
    [
      'Aşağıdaki 2 öğe hakkında',
      'yer alan 2 öğenin',
      '2 öğe hakkında işlem gerçekleştirilememiştir; bunlardan 1 tanesi yeniden denenmeyecektir, diğerinin takibi sürmektedir.',
    ],
  ],
};

test.each(all)('distinguishes one item from several in %s', (language) => {
  for (const [index, sentences] of NUMBERS[language].entries()) {
    const total = index + 1;
    const report = { counts: { total, failed: total }, countries: [], sameCountries: true, givenUp: index };
    const letters = [
      renderLetter({ kind: 'push_back', language, data: { ...base, targets: targets(total), total } }),
      renderLetter({ kind: 'report_of_effect', language, data: { ...base, ...report } }),
    ];
    const said = letters.map(({ text }) => halves(text).own.replaceAll('\u00a0', ' ')).join();
    for (const sentence of sentences) expect(said).toContain(sentence);
  }
});

describe('letterNotes: language of a letter', () => {
  test.each([
    ['en', 'en', []],
    ['en-GB', 'en', []],
    ['hi', 'en', ['written_in_english']],
    ['de', 'de', ['not_reviewed']],
    ['pt-BR', 'pt', ['not_reviewed']],
  ])('falls back and notes it when asked for %s and written in %s: %j', (requested, written, notes) => {
    expect(
      renderLetter({ kind: 'acknowledgement', language: requested, data: { ...base, targetCount: 1 } }).language,
    ).toBe(written);
    expect(letterNotes({ requested, written })).toEqual(notes);
  });

  test('says whether the language is the one that the law requires', () => {
    expect(letterNotes({ requested: 'pt', written: 'pt', required: 'pt' })).toEqual(['language_of_law']);
    expect(letterNotes({ requested: 'en', written: 'en', required: 'pt' })).toEqual(['not_language_of_law']);
    expect(letterNotes({ requested: 'hi', written: 'en', required: 'hi' })).toEqual([
      'not_language_of_law',
      'written_in_english',
    ]);
  });
});

describe('letter spelling', () => {
  test('puts titles of grounds in lower case by the rules of the language', () => {
    const grounds = (language: string, code: (typeof GROUND_CODES)[number]) =>
      itemView(aTarget(1, { grounds: [code] }), getTexts(language)).grounds;
    expect(grounds('tr', 'impossible')).toBe('imkânsız');
    expect(grounds('tr', 'complied_under_protest')).toBe('ihtirazi kayıtla yerine getirildi');
    expect(grounds('de', 'protected_speech')).toBe('Geschützte Äußerung');
    expect(grounds('fr', 'mistaken_identity')).toBe('élément non visé');
  });

  test.each([
    ['fr', '1er février 2021', '11 février 2021'],
    ['pt', '1º de fevereiro de 2021', '11 de fevereiro de 2021'],
    ['es', '1 de febrero de 2021', '11 de febrero de 2021'],
    ['de', '1. Februar 2021', '11. Februar 2021'],
    ['tr', '1 Şubat 2021', '11 Şubat 2021'],
  ])('writes days in %s, such as %s', (language, first, eleventh) => {
    const { day } = dateWords({ language }, 'UTC');
    expect([day(Date.UTC(2021, 1, 1)), day(Date.UTC(2021, 1, 11))]).toEqual([first, eleventh]);
  });
});
