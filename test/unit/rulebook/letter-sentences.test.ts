import { describe, expect, test } from '@jest/globals';
import type { WrittenLetterKind } from '../../../domain/letters/letter.js';
import type { GROUND_CODES } from '../../../domain/targets/ground.js';
import { dateWords } from '../../../letters/date-words.js';
import { itemView } from '../../../letters/listed-targets.js';
import { letterNotes, renderLetter } from '../../../letters/render-letter.js';
import {
  type Language,
  base,
  aTarget,
  targets,
  everyLetter,
  getTexts,
  all,
  halves,
} from '../../support/sample-letters.js';

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
