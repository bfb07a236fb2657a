import { describe, expect, test } from '@jest/globals';
import { emptyFields, toRequest, type Fields } from '../../../console/intake/draft.js';
import {
  confirmed,
  buildEmptied,
  filledBy,
  formText,
  computeFactStatus,
  readDocument,
  listUnchecked,
  withoutDocument,
} from '../../../console/intake/document/document.js';
import { readWhen } from '../../../console/forms/when/when.js';
import { FACT_PATHS } from '../../../domain/documents/facts.js';
import type { DraftFact, ReadDocument } from '../../../console/intake/document/fact.js';

type Fact = ReadDocument['facts'][number];
const fact = (path: Fact['path'], value: string, choices: string[] = []): Fact => ({
  path,
  value,
  choices,
  quote: `“${value}”`,
  page: 1,
  line: 1,
});
const draftWith = (fields: Partial<Fields> = {}, document: readonly DraftFact[] = []) => ({
  fields: { ...emptyFields('Asia/Kolkata'), ...fields },
  document,
});
const take = (facts: Fact[], draft = draftWith()) => readDocument(draft, { facts, file: 'order.pdf', inSheets: false });
const listStatuses = ({ fields, document }: ReturnType<typeof take>) =>
  document.map((each) => computeFactStatus(each, fields));

const VALUES: Record<Fact['path'], string> = {
  '/reference': 'F.1(1)/2021',
  '/subject': 'Blocking',
  '/authority': 'in-meity',
  '/jurisdiction': 'IN',
  '/regime': 'IN-69A-EMERG',
  '/issuedAt': '2021-02-04 17:38 IST',
  '/orderedDeadline/within': 'PT36H',
  '/orderedDeadline/at': '2021-02-05 18:00',
  '/orderedDeadline/immediately': 'true',
  '/secrecy/level': 'restricted',
};

describe('facts read from a document into the intake form', () => {
  test.each(FACT_PATHS)('fills %s, requires a check of it, and removes it in one step', (path) => {
    const draft = take([fact(path, VALUES[path])]);
    expect(listStatuses(draft)).toEqual(['unchecked']);
    expect(listUnchecked(draft)).toHaveLength(1);
    const [only] = draft.document as [DraftFact];
    expect(listUnchecked({ ...draft, document: confirmed(draft.document, [only]) })).toEqual([]);
    const without = { ...draft, fields: { ...draft.fields, ...buildEmptied(only) } };
    expect(without.fields).toEqual(emptyFields('Asia/Kolkata'));
    expect(listStatuses(without)).toEqual(['beside']);
  });

  test('keeps what was typed and shows the read value beside it', () => {
    const draft = take([fact('/reference', 'F.1(1)/2021')], draftWith({ reference: 'F.1' }));
    expect([draft.fields.reference, listStatuses(draft), listUnchecked(draft)]).toEqual(['F.1', ['beside'], []]);
  });

  test('confirms a read value that equals what was typed', () => {
    expect(listStatuses(take([fact('/reference', 'X/1')], draftWith({ reference: ' X/1 ' })))).toEqual(['confirmed']);
  });

  test('keeps a deadline that was entered, whatever kind the document states', () => {
    const draft = take(
      [fact('/orderedDeadline/within', 'PT36H')],
      draftWith({ deadline: 'at', deadlineText: 'in 4 h' }),
    );
    expect(draft.fields).toMatchObject({ deadline: 'at', deadlineText: 'in 4 h' });
  });

  test('keeps an authority that was entered by hand outside the directory', () => {
    const draft = take([fact('/authority', 'in-meity')], draftWith({ issuer: 'unknown', name: 'Court of X' }));
    expect(draft.fields).toMatchObject({ issuer: 'unknown', name: 'Court of X', authority: '' });
  });

  test('fills no field when the document gives several answers', () => {
    const draft = take([fact('/orderedDeadline/within', 'PT24H'), fact('/orderedDeadline/at', '2021-02-05 18:00')]);
    expect([draft.fields.deadline, listStatuses(draft)]).toEqual(['none', ['beside', 'beside']]);
  });

  test('ignores a fact that a second document repeats', () => {
    const draft = take([fact('/reference', 'X/1')], take([fact('/reference', 'X/1')]));
    expect(draft.document).toHaveLength(1);
  });

  test('asks about an ambiguous date, and takes the answer as its check', () => {
    const draft = take([fact('/issuedAt', '04/02/2021', ['2021-02-04', '2021-04-02'])]);
    const reading = { zone: 'Asia/Kolkata', now: 0 };
    expect(readWhen(draft.fields.issuedAt, reading)).toEqual({
      state: 'ask',
      because: 'order',
      choices: ['2021-02-04', '2021-04-02'],
    });
    expect(listUnchecked(draft)).toHaveLength(1);
    const answered = { ...draft, fields: { ...draft.fields, issuedAt: '2021-02-04 00:00' } };
    expect(listStatuses(answered)).toEqual(['confirmed']);
  });

  test('treats another value typed over a read one as the person’s own', () => {
    const draft = take([fact('/issuedAt', '2021-02-04')]);
    const other = { ...draft, fields: { ...draft.fields, issuedAt: '2021-02-05 09:00' } };
    expect([listStatuses(other), listUnchecked(other)]).toEqual([['beside'], []]);
  });

  test('removing a document removes its unchecked values and keeps checked or typed ones', () => {
    const draft = take(
      [fact('/reference', 'X/1'), fact('/subject', 'Blocking'), fact('/regime', 'IN-69A-EMERG')],
      draftWith({ subject: 'My own' }),
    );
    const [reference] = draft.document as [DraftFact];
    const without = withoutDocument({ ...draft, document: confirmed(draft.document, [reference]) }, 'order.pdf');
    expect(without.fields).toMatchObject({ reference: 'X/1', subject: 'My own', regime: '' });
    expect(without.document.map(({ path }) => path)).toEqual(['/reference']);
    expect(withoutDocument(draft, 'other.pdf')).toEqual(draft);
  });

  test('shows a duration in words and sends it as the document states it', () => {
    const within = fact('/orderedDeadline/within', 'PT36H');
    expect(formText(within)).toBe('36 h');
    const fields = { ...draftWith().fields, ...filledBy(within) };
    expect(toRequest(fields, { now: 0, rows: [], linkIds: [] }).body['orderedDeadline']).toEqual({ within: 'PT36H' });
    expect(formText(fact('/orderedDeadline/within', 'P3D'))).toBe('3 d');
  });

  test('keeps the zone letters of a read time, and rejects another zone chosen beside it', () => {
    expect(readWhen('2021-02-04 17:38 IST', { zone: 'Asia/Kolkata', now: 0 }).state).toBe('read');
    expect(readWhen('2021-02-04 17:38 IST', { zone: 'Europe/Berlin', now: 0 })).toEqual({
      state: 'unread',
      because: 'zone',
    });
  });
});
