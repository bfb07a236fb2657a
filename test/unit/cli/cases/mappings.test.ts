import { describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapRows } from '../../../../cli/cases/map-rows.js';
import { readMapping } from '../../../../cli/cases/mapping.js';
import { readRows } from '../../../../cli/cases/read-rows.js';
import { readLocalTime } from '../../../../cli/cases/read-time.js';
import { importWrite } from '../../../../contract/imports/cases.js';

function convert(name: string, text: string, given: Record<string, string> = {}) {
  const mapping = readMapping(name);
  return mapRows(readRows(text, mapping), { mapping, given });
}
const AUTHORITY = { 'authority.name': 'BKA', 'authority.country': 'DE', jurisdiction: 'DE', law: 'EU-TCO' };

/** As the issue navigator of Jira exports all fields: repeated headings, line breaks in cells. */
const JIRA = `Summary,Issue key,Issue id,Status,Resolution,Created,Resolved,Labels,Labels,Description,Custom field (Authority),Custom field (Country),Custom field (Law),Custom field (Notice kind),Custom field (Reference),Custom field (Items),Custom field (Decision)
"Block two accounts, urgent",LEGAL-7,10007,Done,Done,12/Mar/24 10:05 AM,13/Mar/24 12:30 AM,india,urgent,"First line
second ""line""",Ministry of Information,IN,IN-69A-NORMAL,Blocking order,No. 7/2024,"https://social.example/@one
https://social.example/@two",Withheld
Still open,LEGAL-8,10008,In Review,,29/Feb/24 12:00 PM,,,,,BKA,DE,EU-TCO,Removal order,,,
`;

/** As the JSON export of Zendesk: one ticket a line. */
const ZENDESK = `{"id":35436,"subject":"Removal of a post","description":"Please remove it.","status":"closed","created_at":"2023-06-15T10:30:00Z","updated_at":"2023-07-01T00:00:00Z","metric_set":{"solved_at":"2023-06-16T11:00:00Z"},"custom_fields":[{"id":360001,"value":"AZ 12/23"},{"id":360002,"value":null}]}
{"id":35437,"subject":"Another","description":"","status":"open","created_at":"2023-06-18T10:30:00Z","updated_at":"2023-06-19T10:30:00Z","custom_fields":[]}
`;

/** As the decisions of Coop's review tool over GraphQL, one a line. */
const COOP = `{"id":"d-1","jobId":"j-1","itemId":"post-9","itemTypeId":"t","queueId":"q","reviewerId":"r","decisions":[{"type":"CUSTOM_ACTION","actionIds":["a"]}],"createdAt":"2025-05-02T08:00:00.000Z","jobCreatedAt":"2025-05-01T08:00:00.000Z","decisionReason":"Court order 4/25"}
{"id":"d-2","jobId":"j-2","itemId":"post-10","itemTypeId":"t","queueId":"q","reviewerId":"r","decisions":[{"type":"IGNORE"}],"createdAt":"2025-05-03T08:00:00.000Z","decisionReason":null}
`;

function expectSound({ cases, problems }: ReturnType<typeof convert>) {
  expect(problems).toEqual([]);
  return importWrite.parse({ name: 'file', cases }).cases;
}

describe('the mapping', () => {
  test('jira reads the columns of the issue navigator, with the file lines of the rows', () => {
    const read = convert('jira', JIRA);
    const [first, second] = expectSound(read);
    expect(read.lines).toEqual([2, 5]);
    expect(first).toMatchObject({
      source: 'Jira',
      externalId: 'LEGAL-7',
      kind: 'blocking_order',
      subject: 'Block two accounts, urgent',
      body: 'First line\nsecond "line"',
      reference: 'No. 7/2024',
      receivedAt: '2024-03-12T10:05:00.000Z',
      closedAt: '2024-03-13T00:30:00.000Z',
      outcome: 'complied',
      targets: [
        {
          type: 'url',
          locator: 'https://social.example/@one',
          action: 'withhold',
          status: 'applied',
          countries: ['IN'],
        },
        {
          type: 'url',
          locator: 'https://social.example/@two',
          action: 'withhold',
          status: 'applied',
          countries: ['IN'],
        },
      ],
    });
    expect(second).toMatchObject({
      receivedAt: '2024-02-29T12:00:00.000Z',
      closedAt: null,
      outcome: null,
      targets: [],
    });
  });

  test('zendesk reads tickets, and closes those that are solved', () => {
    const [first, second] = expectSound(convert('zendesk', ZENDESK, { ...AUTHORITY, kind: 'request' }));
    expect(first).toMatchObject({ externalId: '35436', closedAt: '2023-06-16T11:00:00.000Z', kind: 'request' });
    expect(second).toMatchObject({ externalId: '35437', closedAt: null });
  });

  test('coop reads decisions with their item', () => {
    const [first, second] = expectSound(convert('coop', COOP, { ...AUTHORITY, kind: 'request' }));
    expect(first).toMatchObject({
      receivedAt: '2025-05-01T08:00:00.000Z',
      decidedAt: '2025-05-02T08:00:00.000Z',
      outcome: 'complied',
      targets: [{ type: 'post', locator: 'post-9', action: 'remove_rules', status: 'applied' }],
    });
    expect(second).toMatchObject({ receivedAt: '2025-05-03T08:00:00.000Z', targets: [{ action: 'push_back' }] });
  });

  test('names line and field of what it has no value for, and of what is missing', () => {
    const text = JIRA.replace('Blocking order', 'Fax').replace('12/Mar/24', '31/Feb/24').replace('EU-TCO', '');
    expect(convert('jira', text).problems).toEqual([
      { line: 2, field: 'kind', message: 'The mapping has no value for "Fax".' },
      { line: 2, field: 'receivedAt', message: expect.stringContaining('not a time') },
      { line: 5, field: 'law', message: expect.stringContaining('--set') },
    ]);
  });
});

describe('readMapping', () => {
  const write = (content: unknown) => {
    const path = join(mkdtempSync(join(tmpdir(), 'mapping-')), 'own.json');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  };
  const own = { source: 'Own', format: 'jsonl', fields: { externalId: { from: 'custom_fields.360001' } } };

  test('takes a file, with paths into lists of custom fields', () => {
    const mapping = readMapping(write(own));
    const { cases } = mapRows(readRows(ZENDESK, mapping), { mapping, given: {} });
    expect(cases[0]).toMatchObject({ externalId: 'AZ 12/23' });
  });

  test.each<[unknown, string]>([
    [{ ...own, format: 'xlsx' }, '/format'],
    [{ ...own, fields: { colour: { from: 'a' } } }, '/fields'],
    [{ ...own, fields: { law: { from: 'a', is: 'b' } } }, '/fields/law'],
    [{ ...own, dates: { zone: 'Mars' } }, '/dates/zone'],
    ['{', 'not JSON'],
  ])('refuses %j and says where', (content, place) => {
    expect(() => readMapping(write(content))).toThrow(place);
  });
});

describe('readRows', () => {
  test.each<[string, 'csv' | 'jsonl', string]>([
    ['a,b\n1,2\n3\n', 'csv', 'line 3'],
    ['a\n"open', 'csv', 'not CSV'],
    ['{}\n{"a":\n', 'jsonl', 'Line 2'],
    ['{}\n\n[1]\n', 'jsonl', 'Line 3'],
  ])('refuses %j as %s and names the line', (text, format, place) => {
    expect(() => readRows(text, { format, delimiter: ',' })).toThrow(place);
  });
});

describe('readLocalTime', () => {
  test.each<[string, { zone: string; pattern?: string }, string | null]>([
    ['2024-03-12T10:05:00+05:30', { zone: 'UTC' }, '2024-03-12T04:35:00.000Z'],
    ['2024-03-12 10:05', { zone: 'Asia/Kolkata' }, '2024-03-12T04:35:00.000Z'],
    ['2024-03-12', { zone: 'Europe/Berlin' }, '2024-03-11T23:00:00.000Z'],
    ['12.03.2024 22:05', { zone: 'UTC', pattern: 'dd.MM.yyyy HH:mm' }, '2024-03-12T22:05:00.000Z'],
    ['12/Mar/24 12:05 AM', { zone: 'UTC', pattern: 'dd/MMM/yy h:mm a' }, '2024-03-12T00:05:00.000Z'],
    ['30/Feb/24 1:00 PM', { zone: 'UTC', pattern: 'dd/MMM/yy h:mm a' }, null],
    ['12/Foo/24 1:00 PM', { zone: 'UTC', pattern: 'dd/MMM/yy h:mm a' }, null],
    ['2024-13-01', { zone: 'UTC' }, null],
    ['2024-02-30T10:00:00Z', { zone: 'UTC' }, null],
    ['yesterday', { zone: 'UTC' }, null],
  ])('reads %s', (text, style, expected) => {
    expect(readLocalTime(text, style)).toBe(expected);
  });
});
