import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readDeskConfig, readProcessConfig } from '../../../config/env.js';
import { writeExampleCompany } from '../../../desk/example-company.js';
import { PROCESS, refusals } from '../../support/settings.js';

const home = mkdtempSync(join(tmpdir(), 'desk-company-'));
const file = join(home, 'company.yaml');
afterAll(() => rmSync(home, { recursive: true }));

const read = (env: Record<string, string> = { DESK_HOME: home }) =>
  readProcessConfig({ ...PROCESS, ...env }).config.letterSender;
const refused = (text: string) => {
  writeFileSync(file, text);
  return refusals(() => read());
};

describe('company.yaml', () => {
  test('may be missing in the home, but not where DESK_COMPANY names it', () => {
    expect(read()).toEqual({ company: null, address: [], capacity: null, signatory: null, replyTo: null });
    expect(refusals(() => readDeskConfig({ DESK_COMPANY: join(home, 'none.yaml') }))[0]).toMatch(
      /^DESK_COMPANY: expected the path of an existing YAML file, got /,
    );
  });

  test('is written as an example into a new home, and kept from then on', () => {
    writeExampleCompany(home);
    expect(read()).toEqual({
      company: 'Example Platform Ltd',
      address: ['1 Example Street', 'Example City'],
      capacity: 'provider of the hosting service Example',
      signatory: 'Head of Legal Requests',
      replyTo: 'legal@platform.example',
    });
    writeFileSync(file, 'company: Ours Ltd\n');
    writeExampleCompany(home);
    expect(read()).toMatchObject({ company: 'Ours Ltd', address: [] });
    expect(read({ DESK_COMPANY: file })).toMatchObject({ company: 'Ours Ltd' });
  });

  test.each([
    ['company: Ours\nsignatory: 7\n', 'line 2: signatory: expected text of one line: an office, never a person.'],
    ['company: "Ours\\nYours faithfully"\n', 'line 1: company: expected the registered name of the company'],
    ['address:\n  - 1 Street\n  - { city: x }\n', 'line 3: address: expected a list of at most 8 lines of text.'],
    ['address: 1 Street\n', 'line 1: address: expected a list of at most 8 lines of text.'],
    ['company: Ours\n\nphone: 1\n', 'line 3: phone: expected the fields company, address, capacity,'],
    [
      'languages: [english]\n',
      'line 1: languages: expected the languages in which authorities may write, like [en, de]',
    ],
    ['- company\n', 'line 1: expected the fields company, address, capacity, signatory, replyTo, languages,'],
    ['company: [\n', 'line 2: '],
    ['watch: hourly\n', 'line 1: watch: expected daily, or no such line.'],
    ['company: Ours\nusers: { TR: many }\n', 'line 2: users: expected numbers of users by country code'],
    ['users: { TR: -1 }\n', 'line 1: users: expected numbers of users by country code'],
    ['users: { Turkey: 5 }\n', 'line 1: users: '],
    ['licences: [my-onsa, my-onsa]\n', 'line 1: licences: each only once.'],
    ['representatives: [Brazil]\n', 'line 1: representatives: expected a country code like TR, or EU.'],
    ['establishments: US\n', 'line 1: establishments: expected country codes, like [US, IE].'],
    ['users: { DE: 60000000, EU: 50000000 }\n', 'line 1: users: DE has more users than EU, of which it is a part.'],
    [
      'designations: [eu-vlop]\nusers: { EU: 44999999 }\n',
      'line 2: users: a platform with fewer than 45000000 users in the EU is not designated as eu-vlop.',
    ],
  ])('stops the start with line and field: %j', (text, expected) => {
    expect(refused(text)).toEqual([expect.stringContaining(`${file}, ${expected}`)]);
  });
});

test('facts about the company are read; those not stated are absent, because they rule out no law', () => {
  const facts = () => readProcessConfig({ ...PROCESS, DESK_HOME: home }).config.companyFacts;
  writeFileSync(file, 'users: { EU: 50000000, TR: 1200000 }\nlicences: []\ndesignations: [eu-vlop]\n');
  expect(facts()).toStrictEqual({
    users: { EU: 50_000_000, TR: 1_200_000 },
    licences: [],
    designations: ['eu-vlop'],
  });
  writeFileSync(file, 'company: Ours Ltd\n');
  expect(facts()).toStrictEqual({});
});

test('where the company is present is known only if both its establishments and its representatives are stated', () => {
  const presentIn = (text: string) => {
    writeFileSync(file, text);
    return readProcessConfig({ ...PROCESS, DESK_HOME: home }).config.letterSender.presentIn;
  };
  expect(presentIn('establishments: [US, IE]\nrepresentatives: [BR]\n')).toEqual(['US', 'IE', 'BR']);
  expect(presentIn('establishments: []\nrepresentatives: []\n')).toEqual([]);
  expect(presentIn('establishments: [US]\n')).toBeUndefined();
  expect(presentIn('representatives: [BR]\n')).toBeUndefined();
});

test('law texts are watched only where the file says so', () => {
  const watched = () => readProcessConfig({ ...PROCESS, DESK_HOME: home }).config.lawWatch;
  writeFileSync(file, 'watch: daily\n');
  expect(watched()).toBe(true);
  writeFileSync(file, 'company: Ours Ltd\n');
  expect(watched()).toBe(false);
});

test('a removed setting that is still set is reported', () => {
  const lines = refusals(() => readDeskConfig({ LETTER_COMPANY: 'Ours', DESK_SESSION_IDLE: 'PT1H' }));
  expect(lines.map((line) => line.split('.')[0])).toEqual([
    'LETTER_COMPANY: no such setting',
    'DESK_SESSION_IDLE: no such setting',
  ]);
});
