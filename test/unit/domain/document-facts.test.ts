import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { FACT_PATHS, MAX_OF_A_KIND, readDocumentFacts } from '../../../domain/documents/facts.js';
import { toPassages, type DocumentLine } from '../../../domain/documents/lines.js';
import { loadRulebook } from '../../../rulebook/load.js';

const LAWS = [
  {
    id: 'IN-69A-NORMAL',
    title: 'Information Technology Act 2000 s. 69A, Blocking Rules 2009: normal procedure (rule 8)',
  },
  {
    id: 'IN-69A-EMERG',
    title: 'Information Technology Act 2000 s. 69A, Blocking Rules 2009: emergency direction (rule 9)',
  },
  { id: 'EU-DSA-9', title: 'Regulation (EU) 2022/2065, Article 9: orders to act against illegal content' },
  { id: 'EU-DSA-10', title: 'Regulation (EU) 2022/2065, Article 10: orders to provide information' },
  { id: 'EU-TCO', title: 'Regulation (EU) 2021/784: terrorist content online' },
  { id: 'EU-EEV-EPOC', title: 'Regulation (EU) 2023/1543: production order certificate' },
  { id: 'EU-EEV-PR', title: 'Regulation (EU) 2023/1543: preservation order certificate' },
  { id: 'DE-NETZDG', title: 'Netzwerkdurchsetzungsgesetz, s. 3(2) no. 2: manifestly unlawful content' },
  { id: 'FR-LCEN-6-1', title: 'Law 2004-575 (LCEN), article 6-1: withdrawal asked for by OFAC-Pharos' },
  { id: 'FR-TCO', title: 'Law 2004-575 (LCEN), article 6-1-5: redress against a one-hour order of OFAC' },
  { id: 'IN-ITR-3-1-D', title: 'IT Rules 2021, rule 3(1)(d): court order or government intimation' },
  { id: 'CA-CRIM', title: 'Criminal Code: deletion orders' },
  { id: 'POLICY-DEFAULT', title: 'Company policy, no known law' },
];
const AUTHORITIES = [
  { id: 'in-meity', name: 'Ministry of Electronics and Information Technology', country: 'IN' },
  { id: 'de-bka', name: 'Bundeskriminalamt', country: 'DE' },
  { id: 'fr-ofac', name: 'Office anti-cybercriminalité (OFAC), Pharos', country: 'FR' },
];

const read = (...texts: string[]) =>
  readDocumentFacts(
    texts.map((text, at) => ({ page: 1, line: at + 1, text })),
    { laws: LAWS, authorities: AUTHORITIES },
  );
const said = (...texts: string[]) => {
  const values: Record<string, string[]> = {};
  for (const { path, value } of read(...texts)) (values[path] ??= []).push(value);
  return values;
};

describe('facts read from a document', () => {
  test('reads an emergency order under section 69A', () => {
    expect(
      said(
        'Government of India',
        'Ministry of Electronics and Information Technology',
        'F. No. 813/07/1(2)/2021-CLFD            Dated: 4th February, 2021 17:38 hrs IST',
        'STRICTLY CONFIDENTIAL',
        'Subject: Blocking of 257 accounts under section 69A in the interest of public order, as',
        'requested by the Ministry of Home Affairs',
        'Sir, in exercise of the powers conferred by section 69A of the Information Technology',
        'Act, 2000 read with rule 9 of the Information Technology (Procedure and Safeguards for',
        'Blocking for Access of Information by Public) Rules, 2009, you are directed to block the',
        'accounts in the annexure immediately and in any case within twenty-four (24)',
        'hours of receipt of this order.',
      ),
    ).toEqual({
      '/reference': ['813/07/1(2)/2021-CLFD'],
      '/subject': [
        'Blocking of 257 accounts under section 69A in the interest of public order, as requested by the Ministry of Home Affairs',
      ],
      '/authority': ['in-meity'],
      '/jurisdiction': ['IN'],
      '/regime': ['IN-69A-EMERG'],
      '/issuedAt': ['2021-02-04 17:38 IST'],
      '/orderedDeadline/within': ['PT24H'],
      '/secrecy/level': ['restricted'],
    });
  });

  test('reads an order under the Digital Services Act', () => {
    expect(
      said(
        'Reference: DSA/2024/00417',
        'Date: 12 March 2024',
        'Order to act against illegal content pursuant to Article 9(1) of Regulation (EU) 2022/2065',
        'The provider shall give effect to this order by 18:00 CET on Friday, 15 March 2024.',
      ),
    ).toEqual({
      '/reference': ['DSA/2024/00417'],
      '/regime': ['EU-DSA-9'],
      '/issuedAt': ['2024-03-12'],
      '/orderedDeadline/at': ['2024-03-15 18:00 CET'],
    });
  });

  test('reads a German request under the Netzwerkdurchsetzungsgesetz', () => {
    expect(
      said(
        'Bundeskriminalamt',
        'Aktenzeichen: SO 33-2021/4711',
        'Wiesbaden, den 4. Februar 2021',
        'Betreff: Offensichtlich rechtswidrige Inhalte',
        'Nach § 3 Abs. 2 Nr. 2 NetzDG sind die Inhalte innerhalb von 24 Stunden zu sperren.',
        'Dieses Schreiben ist vertraulich zu behandeln.',
      ),
    ).toEqual({
      '/reference': ['SO 33-2021/4711'],
      '/subject': ['Offensichtlich rechtswidrige Inhalte'],
      '/authority': ['de-bka'],
      '/jurisdiction': ['DE'],
      '/regime': ['DE-NETZDG'],
      '/issuedAt': ['2021-02-04'],
      '/orderedDeadline/within': ['PT24H'],
      '/secrecy/level': ['restricted'],
    });
  });

  test('reads a French removal request', () => {
    expect(
      said(
        'Office anti-cybercriminalité (OFAC), Pharos',
        'Réf. : 2024-PHAROS-118',
        'Nanterre, le 1er août 2024',
        'Objet : Demande de retrait de contenus',
        "En application de l'article 6-1 de la loi n° 2004-575 du 21 juin 2004, vous êtes prié de",
        'retirer les contenus dans un délai de 24 heures.',
      ),
    ).toEqual({
      '/reference': ['2024-PHAROS-118'],
      '/subject': ['Demande de retrait de contenus'],
      '/authority': ['fr-ofac'],
      '/jurisdiction': ['FR'],
      '/regime': ['FR-LCEN-6-1'],
      '/issuedAt': ['2024-08-01'],
      '/orderedDeadline/within': ['PT24H'],
    });
  });

  test('quotes the words that each fact was read from, with page and line', () => {
    const facts = readDocumentFacts(
      [
        { page: 1, line: 3, text: 'Ref. AB-12/2024' },
        { page: 2, line: 9, text: 'You shall remove it within 36' },
        { page: 2, line: 10, text: 'hours of receipt.' },
      ],
      { laws: [], authorities: [] },
    );
    expect(facts.map(({ quote, page, line }) => [page, line, quote])).toEqual([
      [1, 3, 'Ref. AB-12/2024'],
      [2, 9, 'You shall remove it within 36 hours of receipt.'],
    ]);
  });

  test('quotes a law from the line where its citation begins', () => {
    expect(
      read('To the platform', 'under section 69A of the Information Technology', 'Act, 2000 and rule 9'),
    ).toMatchObject([
      { path: '/regime', line: 2, quote: 'under section 69A of the Information Technology Act, 2000 and rule 9' },
    ]);
  });

  test('does not join a sentence across the end of a page', () => {
    const facts = readDocumentFacts(
      [
        { page: 1, line: 1, text: 'to be done within 36' },
        { page: 2, line: 1, text: 'hours are counted' },
      ],
      { laws: [], authorities: [] },
    );
    expect(facts).toEqual([]);
  });
});

describe('dates in a document', () => {
  test('offers both readings of an ambiguous day and month, and keeps the date as written', () => {
    expect(read('Dated: 04/02/2021')).toMatchObject([
      { path: '/issuedAt', value: '04/02/2021', choices: ['2021-02-04', '2021-04-02'] },
    ]);
    expect(read('Date: 4.2.2021 at 5.38 pm')).toMatchObject([
      { value: '04/02/2021 17:38', choices: ['2021-02-04 17:38', '2021-04-02 17:38'] },
    ]);
  });

  test.each([
    ['Dated: 25/02/2021', '2021-02-25'],
    ['Dated: 02/25/2021', '2021-02-25'],
    ['Dated 5/5/2021', '2021-05-05'],
    ['Date: 2021-02-04', '2021-02-04'],
    ['Date : February 4, 2021', '2021-02-04'],
    ['Dated the 4th day of February, 2021', '2021-02-04'],
    ['Datum: 4. März 2021, 9.05 Uhr', '2021-03-04 09:05'],
    ['Dated: 4 Feb 2021 1738 hrs', '2021-02-04 17:38'],
    ['Datum: 4. März 2021 um 18:00 MEZ', '2021-03-04 18:00 CET'],
    ['Dated: 29 February 2024', '2024-02-29'],
  ])('reads "%s" as %s', (text, value) => {
    expect(read(text)).toMatchObject([{ path: '/issuedAt', value, choices: [] }]);
  });

  test.each([
    'Dated: 31 February 2021',
    'Dated: 31/31/2021',
    'Dated: 04/02/21',
    'with reference to your letter dated 3 January 2021',
    'Update: 3 January 2021 was a Sunday',
    'Date and place of birth: 3 January 1961',
  ])('reads no date of issue from "%s"', (text) => {
    expect(said(text)['/issuedAt']).toBeUndefined();
  });
});

describe('deadlines in a document', () => {
  test.each([
    ['remove it within 36 hours', '/orderedDeadline/within', 'PT36H'],
    ['within a period of forty-eight hours from receipt', '/orderedDeadline/within', 'PT48H'],
    ['not later than 3 days after service', '/orderedDeadline/within', 'P3D'],
    ['binnen einer Stunde zu entfernen', '/orderedDeadline/within', 'PT1H'],
    ["dans un délai d'une heure", '/orderedDeadline/within', 'PT1H'],
    ['dans les 24 heures', '/orderedDeadline/within', 'PT24H'],
    ['comply by 18:00 hrs IST on 5 February 2021', '/orderedDeadline/at', '2021-02-05 18:00 IST'],
    ['on or before 5 February 2021, 6 p.m.', '/orderedDeadline/at', '2021-02-05 18:00'],
    ['bis zum 5. Februar 2021, 18.00 Uhr', '/orderedDeadline/at', '2021-02-05 18:00'],
    ['au plus tard le 5 février 2021 à 18h00', '/orderedDeadline/at', '2021-02-05 18:00'],
    ['shall block the accounts forthwith', '/orderedDeadline/immediately', 'true'],
    ['sind unverzüglich zu sperren', '/orderedDeadline/immediately', 'true'],
  ])('reads a deadline from "%s"', (text, path, value) => {
    expect(read(text)).toMatchObject([{ path, value }]);
  });

  test('offers both readings of a deadline whose day is ambiguous', () => {
    expect(read('comply by 05/02/2021')).toMatchObject([
      { path: '/orderedDeadline/at', value: '05/02/2021', choices: ['2021-02-05', '2021-05-02'] },
    ]);
  });

  test.each([
    'within 3 working days',
    'innerhalb von 3 Werktagen',
    'sous 3 jours ouvrables',
    'within twenty-four (36) hours',
    'within the hours of service',
    'we received it immediately',
    'signed by the officer on 4 February 2021',
  ])('reads no deadline from "%s"', (text) => {
    expect(read(text)).toEqual([]);
  });

  test('lists all deadlines that differ', () => {
    expect(said('block within 24 hours', 'a hearing is held within 48 hours')).toEqual({
      '/orderedDeadline/within': ['PT24H', 'PT48H'],
    });
  });
});

describe('laws in a document', () => {
  test.each([
    ['section 69A of the Information Technology Act, 2000 read with rule 8', ['IN-69A-NORMAL']],
    ['Article 10 of Regulation (EU) 2022/2065', ['EU-DSA-10']],
    ['Art. 9 DSA', ['EU-DSA-9']],
    ['Artikel 9 Abs. 1 der Verordnung (EU) 2022/2065', ['EU-DSA-9']],
    ['removal order under Regulation (EU) 2021/784', ['EU-TCO']],
    ["l'article 6-1-5 de la loi n° 2004-575", ['FR-TCO']],
  ])('recognises the law in "%s"', (text, laws) => {
    expect(said(text)['/regime']).toEqual(laws);
  });

  test.each([
    'section 69A of the Information Technology Act, 2000',
    'Article 9 of Regulation (EU) 2016/679',
    'Article 90 of Regulation (EU) 2022/2065',
    'Regulation (EU) 2023/1543',
    'the Criminal Code',
    'rule 9 of our house',
    'by DEFAULT, no known law',
  ])('recognises no law of the rulebook in "%s"', (text) => {
    expect(said(text)['/regime']).toBeUndefined();
  });

  test('uses the phrases of the built-in rulebook', () => {
    const rulebook = loadRulebook();
    const laws = rulebook.listRegimes({ date: '2026-01-15' });
    const facts = readDocumentFacts(
      [
        {
          page: 1,
          line: 1,
          text: 'section 69A of the Information Technology Act, 2000 and rule 9 of the Blocking Rules',
        },
        { page: 1, line: 2, text: 'Order under Article 9 of Regulation (EU) 2022/2065' },
      ],
      { laws, authorities: rulebook.authorities },
    );
    expect(facts.filter(({ path }) => path === '/regime').map(({ value }) => value)).toEqual([
      'IN-69A-EMERG',
      'EU-DSA-9',
    ]);
  });
});

describe('authorities in a document', () => {
  test('are recognised by name, by a short name within it, or by the end of their id in capitals', () => {
    expect(said('From the office anti-cybercriminalite')['/authority']).toEqual(['fr-ofac']);
    expect(said('Signalement OFAC')['/authority']).toEqual(['fr-ofac']);
    expect(said('Office of MeitY, New Delhi')['/authority']).toEqual(['in-meity']);
  });

  test('are not recognised in an address or in lower-case words', () => {
    expect(
      said('write to x@meity.gov.in or https://meity.gov.in/MeitY', 'the bka of old')['/authority'],
    ).toBeUndefined();
  });
});

describe('reference of a document', () => {
  test.each([
    ['F.No. 1(1)/2021', '1(1)/2021'],
    ['File No: A-77/21; annexure', 'A-77/21'],
    ['Our ref 2024/17 dated 4 May 2024', '2024/17'],
    ['Az.: 6 O 12/21', '6 O 12/21'],
    ['No. 13(4)/2026-CLFE            Date: 4 December 2026', '13(4)/2026-CLFE'],
    ['№ 27-31-2026/Ид17', '27-31-2026/Ид17'],
    ['Sayı: 2026/1184 D.İş', '2026/1184 D.İş'],
  ])('is read from "%s"', (text, value) => {
    expect(said(text)['/reference']).toEqual([value]);
  });

  test.each([
    'Your ref: N-2021-000001',
    'Ihr Az. 6 O 12/21',
    'Ref: your letter of last week',
    'brief 12',
    'No. 6, CGO Complex',
    'No. of accounts: 1,178',
  ])('is not read from "%s"', (text) => {
    expect(said(text)['/reference']).toBeUndefined();
  });
});

describe('subject of a document', () => {
  const first = 'Subject: Directions under section 69A of the Information Technology Act, 2000, and interim';
  const second = 'direction under rule 9';
  const at = (line: number, text: string) => ({ page: 1, line, text });
  const subjects = (...lines: DocumentLine[]) =>
    readDocumentFacts(lines, { laws: [], authorities: [] }).flatMap(({ path, value }) =>
      path === '/subject' ? [value] : [],
    );

  test('goes on in the next line', () => {
    expect(subjects(at(1, first), at(2, second))).toEqual([expect.stringContaining(second)]);
  });

  test('ends at an empty line', () => {
    expect(subjects(at(1, first), at(3, second))).toEqual([first.slice('Subject: '.length)]);
  });
});

test.each(['SECRET', 'Top Secret', 'GEHEIM'])('the mark "%s" alone on a line asks for secrecy', (mark) => {
  expect(said('Order', mark)['/secrecy/level']).toEqual(['restricted']);
  expect(said(`Order about a ${mark.toLowerCase()} garden`)['/secrecy/level']).toBeUndefined();
});

describe('hostile document', () => {
  const known = { laws: LAWS, authorities: AUTHORITIES };
  const word = fc.constantFrom(
    ...'within 24 hours (24) by 18:00 on 5 February 2021 04/02/2021 Dated: Ref. Subject: section 69A rule 9 § Abs. ( ) / \u202E \0 \uD800 immediately block confidential Regulation (EU) 2022/2065 Article MeitY'.split(
      ' ',
    ),
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.array(word, { maxLength: 60 }).map((all) => all.join(' ')),
  );
  const document = fc.array(fc.record({ page: fc.integer(), line: fc.integer(), text }), { maxLength: 30 });

  test('never makes readDocumentFacts throw, and yields only short, plain, quoted facts', () => {
    fc.assert(
      fc.property(document, (lines) => {
        const facts = readDocumentFacts(lines, known);
        for (const path of FACT_PATHS)
          expect(facts.filter((fact) => fact.path === path).length).toBeLessThanOrEqual(MAX_OF_A_KIND);
        for (const { value, quote, choices } of facts) {
          expect(value).not.toBe('');
          expect(value.length).toBeLessThanOrEqual(300);
          expect(quote.length).toBeLessThanOrEqual(250);
          expect(quote + value).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
          expect(choices).not.toHaveLength(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  const buildLines = (piece: string, { lines, length }: { lines: number; length: number }) =>
    Array.from({ length: lines }, (_, line) => ({
      page: 1,
      line,
      text: piece.repeat(Math.ceil(length / piece.length)).slice(0, length),
    }));

  test('is read only up to 600 lines, 600 characters a line and 60,000 characters in all', () => {
    const longest = buildLines('x', { lines: 2_000, length: 20_000 });
    const passages = toPassages(longest);
    expect(passages.map(({ text: { length } }) => length)).toEqual(Array(100).fill(600));
    expect(Math.max(...passages.map(({ wide }) => wide.length))).toBe(3 * 600 + 2);
    expect(toPassages(buildLines('x', { lines: 2_000, length: 10 }))).toHaveLength(600);
  });

  test.each([
    'within ',
    '1',
    '04/02/2021 ',
    'Ref. 1 ',
    '(',
    'section 1',
    'by 1 ',
    '2022/2065 ',
    'Subject: a ',
    'a\u0301',
  ])('takes no longer with long lines than with short ones if it consists of %j', (piece) => {
    // The same amount of text: a cost quadratic in the line length would take fifteen times as long.
    const [short, long] = [
      buildLines(piece, { lines: 600, length: 40 }),
      buildLines(piece, { lines: 40, length: 600 }),
    ];
    const cost = (lines: DocumentLine[]) => measureCpu(() => readDocumentFacts(lines, known));
    cost(short);
    cost(long);
    const jobs = Array.from({ length: 5 }, () => ({ short: cost(short), long: cost(long) }));
    const least = (of: 'short' | 'long') => Math.min(...jobs.map((round) => round[of]));
    expect(least('long') / least('short')).toBeLessThan(3);
  });
});

/** CPU time of some work in µs: other programs on a busy machine do not count. */
function measureCpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
