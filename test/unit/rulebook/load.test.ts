import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import { GROUND_CODES } from '../../../domain/targets/ground.js';
import { loadRulebook, readRulebookFolder, RulebookError } from '../../../rulebook/load.js';
import { findReadyContent } from '../../../rulebook/ready-content.js';
import { makeRulebook } from '../../../rulebook/rulebook.js';

const DIR = join(dirname(fileURLToPath(import.meta.url)), '../../../rulebook');
const book = makeRulebook(readRulebookFolder());
const copies: string[] = [];

function changed(file: string, change: (text: string) => string): string {
  const dir = mkdtempSync(join(tmpdir(), 'rulebook-'));
  copies.push(dir);
  cpSync(DIR, dir, { recursive: true });
  writeFileSync(join(dir, file), change(readFileSync(join(dir, file), 'utf8')));
  return dir;
}

function captureProblem(dir: string): RulebookError {
  try {
    loadRulebook(dir);
  } catch (error) {
    if (error instanceof RulebookError) return error;
    throw error;
  }
  throw new Error('the rulebook loads');
}

afterEach(() => {
  for (const dir of copies.splice(0)) rmSync(dir, { recursive: true });
});

describe('findReadyContent: rulebook prepared by the build', () => {
  test('equals the content of the rulebook files', () => {
    expect(findReadyContent(DIR)).toEqual(readRulebookFolder());
  });

  test('is not used for a folder with other files', () => {
    expect(findReadyContent(changed('grounds.yaml', (text) => `${text}\n`))).toBeUndefined();
  });
});

describe('loadRulebook', () => {
  test('loads the first laws and the company policy', () => {
    const ids = book.regimes.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        'IN-69A-EMERG',
        'IN-69A-NORMAL',
        'IN-ITR-3-1-D',
        'EU-TCO',
        'EU-DSA-9',
        'AU-OSA',
        'POLICY-DEFAULT',
      ]),
    );
  });

  test('gives every regime own clocks to acknowledge, decide, comply and inform', () => {
    for (const { clocks } of book.listRegimes()) {
      const own = clocks.filter(({ owner }) => owner === 'us').map(({ kind }) => kind);
      expect(own).toEqual(expect.arrayContaining(['acknowledge', 'decide', 'comply', 'inform']));
    }
  });

  test('gives every authority a verified contact for letters under the reserved domain', () => {
    const meity = book.authorities.find(({ id }) => id === 'in-meity');
    expect(meity).toMatchObject({
      verification: 'verified',
      contacts: [{ purpose: 'letters', email: 'in-meity@authority.example' }],
    });
    expect(
      book.authorities.every(({ contacts }) => contacts.every(({ email }) => email?.endsWith('@authority.example'))),
    ).toBe(true);
  });

  test('has an English text for every ground', () => {
    expect(book.grounds.map(({ code }) => code).sort()).toEqual([...GROUND_CODES].sort());
    expect(book.grounds.every(({ title, text }) => title['en'] && text['en'])).toBe(true);
  });

  test.each<[string, string, (text: string) => string, RegExp]>([
    [
      'an unknown field',
      'regimes/au-osa.yaml',
      (text) => text.replace('countries:', 'country:'),
      /au-osa\.yaml:\d+: regimes\.0.*countr/,
    ],
    [
      'a misspelled unit',
      'regimes/au-osa.yaml',
      (text) => text.replace('amount: 24, unit: hour', 'amount: 24, unit: hours'),
      /au-osa\.yaml:\d+: regimes\.0\.versions\.0\.clocks\.\d\.count\.unit/,
    ],
    ['YAML that cannot be read', 'regimes/au-osa.yaml', (text) => `${text}\n  : [`, /au-osa\.yaml:\d+: not YAML/],
    [
      'an authority that is not listed',
      'regimes/au-osa.yaml',
      (text) => text.replaceAll('[au-esafety]', '[au-acma]'),
      /add au-acma to authorities\.yaml/,
    ],
    [
      'a company policy passed off as law',
      'regimes/eu-dsa.yaml',
      (text) => text.replace('basis: policy', 'basis: law'),
      /clocks\.\d\.source: the source of a company policy must start with/,
    ],
    [
      'an event of an unknown law',
      'events.yaml',
      (text) => text.replace('regime: UK-CPA26\n', 'regime: UK-NONE\n'),
      /events\.yaml:\d+: \d\.regime: there is no law UK-NONE/,
    ],
    ['an event that is there twice', 'events.yaml', (text) => text + text, /events\.yaml:\d+: .*there already/],
    [
      'a day of an event that is no date',
      'events.yaml',
      (text) => text.replace('2026-02-19', '2026-02-30'),
      /events\.yaml:\d+: 0\.on: must be a date/,
    ],
    [
      'an undeclared text',
      'regimes/lk.yaml',
      (text) => text.replace('text: press-7-february', 'text: presz'),
      /citation\.text: add presz to texts/,
    ],
    [
      'a provision of an undeclared act',
      'regimes/ru.yaml',
      (text) => text.replace('provision: { act: law-149,', 'provision: { act: law-194,'),
      /provision\.act: add law-194 to acts/,
    ],
    [
      'a stated confidence without a citation',
      'regimes/lk.yaml',
      (text) => text.replace(/citation:\n +text: press-7[^]*?clause: [^\n]*/, 'confidence: primary'),
      /lk\.yaml:\d+: .*confidence/,
    ],
    [
      'a hash without url and date',
      'regimes/lk.yaml',
      (text) => text.replace(/\n +read: "2026-11-30"/, ''),
      /texts\.[a-z-]+: a hash needs the url and the date/,
    ],
    [
      'silence on a stated fact',
      'regimes/ng.yaml',
      (text) => text.replace(/\n( +)summary:/, '\n$1silent: { penalties: { text: code } }\n$1summary:'),
      /silent\.penalties: this version has a fact on it/,
    ],
    [
      'silence without a date of reading',
      'regimes/lk.yaml',
      (text) =>
        text
          .replace('texts:\n', 'texts:\n  press: { title: Press, kind: secondary }\n')
          .replace('secrecy: *lk-rest', '')
          .replace(/\n( +)summary:/, '\n$1silent: { secrecy: { text: press } }\n$1summary:'),
      /silent\.secrecy: give the date when the text was read/,
    ],
    [
      'a form of the answer that is both stated and silent',
      'regimes/uk.yaml',
      (text) => text.replace('length: { text: osa-2023 }', 'form: { text: osa-2023 }'),
      /silent\.form: this version has a fact on it/,
    ],
    [
      "a text for users with an editor's note",
      'regimes/fr.yaml',
      (text) => text.replace('to annul the order (LCEN', 'to annul the order (from memory) (LCEN'),
      /remedies\.0\.forUsers: a text for users must not contain an editor's note/,
    ],
    [
      'a text for users without a cited clause',
      'regimes/lk.yaml',
      (text) =>
        text
          .replace('remedies: *lk-rest', '')
          .replace(
            /\n( +)summary:/,
            '\n$1remedies: [{ text: The courts., forUsers: You may go to court., source: Act }]\n$1summary:',
          ),
      /remedies\.0\.forUsers: a text for users needs a citation with the clause/,
    ],
    [
      'a fruitless search for a stated fact',
      'regimes/uk.yaml',
      (text) => text.replace('userNotice: *uk-cpa-rest', 'remedies: *uk-cpa-rest'),
      /unread\.remedies: a text was read on it/,
    ],
    [
      'a fruitless search for a fact on which the law is silent',
      'regimes/uk.yaml',
      (text) => text.replace(/\n( +)unread:\n/, '\n$1silent: { secrecy: { text: section-21 } }\n$1unread:\n'),
      /unread\.secrecy: a text was read on it/,
    ],
    [
      'a fact of law without its source',
      'regimes/au-osa.yaml',
      (text) => text.replace(/\n +source: "Online Safety Act 2021, ss. 65, 77, [^\n]*/, ''),
      /au-osa\.yaml:\d+: regimes\.0\.versions\.0\.whoMayOrder\.0.*source/,
    ],
    [
      'a company policy that is later than the law',
      'regimes/au-osa.yaml',
      (text) => text.replace('decide: { amount: 12, unit: hour }', 'decide: { amount: 36, unit: hour }'),
      /policy\.decide: is later than the law requires compliance/,
    ],
    [
      'a duplicate requirement of the document',
      'regimes/in-69a.yaml',
      (text) => text.replace('id: reasons-in-writing', 'id: ground-named'),
      /ground-named already exists/,
    ],
    [
      'a lack that would pause clocks although none can be paused',
      'regimes/au-osa.yaml',
      (text) => text.replace(/( +)sentence: /, '$1lack: clocks_may_pause\n$1sentence: '),
      /contents\.0\.lack: no clock of ours in this version can be paused/,
    ],
    [
      'a clock from a deemed service without a rule for its date',
      'regimes/in-it-rules.yaml',
      (text) => text.replace('startsOn: actual_knowledge', 'startsOn: deemed_service'),
      /add deemedService/,
    ],
    [
      'an unknown law in alongside',
      'regimes/vn.yaml',
      (text) => text.replace('alongside: [VN-CSL25]', 'alongside: [VN-CSL99]'),
      /there is no other regime VN-CSL99/,
    ],
    [
      'an unknown law of counter notifications',
      'regimes/us.yaml',
      (text) => text.replace('counteredBy: US-DMCA-COUNTER', 'counteredBy: US-DMCA-9'),
      /there is no other regime US-DMCA-9/,
    ],
    [
      'a floor without what it guards',
      'regimes/in-69a.yaml',
      (text) => text.replace(/\n +guards: hearing/, ''),
      /a floor must say what it guards/,
    ],
    [
      'a window that ends before it begins',
      'regimes/br.yaml',
      (text) => text.replace('to: "2022-11-03"', 'to: "2022-10-28"'),
      /windows\.0\.to: must lie after from/,
    ],
    [
      'a law that is proposed twice',
      'regimes/au-osa.yaml',
      (text) =>
        text
          .replace('jurisdiction: AU', 'jurisdiction: BR')
          .replace('[removal_order, blocking_order]\n        why', '[court_order]\n        why'),
      /already proposed/,
    ],
    [
      'versions that overlap',
      'regimes/in-it-rules.yaml',
      (text) => text.replace('inForceTo: "2026-02-20"', 'inForceTo: "2026-02-21"'),
      /overlaps the version before/,
    ],
    [
      'a business-day clock without a calendar',
      'regimes/in-69a.yaml',
      (text) => text.replace('calendar: in-central', 'calendar: null'),
      /needs calendar\.weekend/,
    ],
    [
      'a ground without a text',
      'grounds.yaml',
      (text) => text.replace('code: overbroad', 'code: deficient'),
      /texts of the ground overbroad/,
    ],
    [
      'a holiday of a year without a declared list',
      'calendars/in-central.yaml',
      (text) => text.replace('"2026-12-25"', '"2031-12-25"'),
      /holidays\.\d+: add its year to years, with the source/,
    ],
    [
      'a half-day that neither opens late nor closes early',
      'calendars/tr-ankara.yaml',
      (text) => text.replace('date: "2026-10-28", closesAt: "13:00"', 'date: "2026-10-28"'),
      /halfDays\.\d+: needs opensAt or closesAt/,
    ],
    [
      'a half-day that is also a holiday',
      'calendars/tr-ankara.yaml',
      (text) => text.replace('date: "2026-10-28"', 'date: "2026-10-29"'),
      /halfDays\.\d+: 2026-10-29 is already in the calendar/,
    ],
    [
      'a half-day of a year without a declared list',
      'calendars/tr-ankara.yaml',
      (text) => text.replace('date: "2026-10-28"', 'date: "2036-10-28"'),
      /halfDays\.\d+: add its year to years, with the source/,
    ],
    [
      'two lists for one year',
      'calendars/in-central.yaml',
      (text) => text.replace('  - from: 2022\n', '  - from: 2021\n'),
      /years\.1: years must be ascending, each in one entry/,
    ],
    [
      'a zone that does not exist',
      'calendars/in-central.yaml',
      (text) => text.replace('Asia/Kolkata', 'Asia/Delhi'),
      /in-central\.yaml:\d+: zone: must be an IANA/,
    ],
  ])('rejects %s, naming file, line and cure', (_, file, change, message) => {
    const problem = captureProblem(changed(file, change));
    expect(problem.message).toMatch(message);
    expect(problem.line).toBeGreaterThan(0);
  });
});

describe('status updates required by a law', () => {
  const rule = (every: string) => (text: string) =>
    text.replace(
      '        secrecy: &in-rule-16',
      `        statusUpdates: { every: ${every}, text: Weekly., source: Rule 9 }\n        secrecy: &in-rule-16`,
    );

  test('are loaded with their source', () => {
    const read = loadRulebook(changed('regimes/in-69a.yaml', rule('{ amount: 7, unit: calendar_day }')));
    const found = read.regimes.flatMap(({ versions }) => versions.flatMap((one) => one.statusUpdates ?? []));
    expect(found).toMatchObject([
      { every: { amount: 7, unit: 'calendar_day' }, text: 'Weekly.', source: 'Rule 9', confidence: 'from_memory' },
    ]);
  });

  test.each(['{ amount: 0, unit: hour }', '{ amount: 1, unit: month }', '{ amount: 1.5, unit: hour }'])(
    'are rejected with a period that cannot be counted: %s',
    (every) => {
      expect(captureProblem(changed('regimes/in-69a.yaml', rule(every))).message).toContain('statusUpdates');
    },
  );
});
