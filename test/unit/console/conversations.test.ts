import { describe, expect, test } from '@jest/globals';
import { conversationFlags } from '../../../console/approval/flags.js';
import { completeMention, findMentions, suggestPeople } from '../../../console/conversations/mentions.js';
import { countComments } from '../../../console/conversations/queries.js';

const PEOPLE = [
  { id: '1', name: 'Ana Lind' },
  { id: '2', name: 'Ana Lindqvist' },
  { id: '3', name: 'Lee' },
];

describe('findMentions', () => {
  test('means the longer of two names that begin alike', () => {
    expect(findMentions('@Ana Lindqvist please look, @Lee too', PEOPLE)).toEqual(['2', '3']);
    expect(findMentions('@Ana Lind', PEOPLE)).toEqual(['1']);
  });

  test('finds nobody without an @, nor somebody without a name', () => {
    expect(findMentions('Lee', PEOPLE)).toEqual([]);
    expect(findMentions('@', [{ id: '4', name: '' }])).toEqual([]);
  });
});

describe('suggestPeople', () => {
  test('offers who the last @ may mean, by any part of the name', () => {
    expect(suggestPeople('See @lind', PEOPLE).map(({ id }) => id)).toEqual(['1', '2']);
    expect(suggestPeople('See @', PEOPLE)).toHaveLength(3);
    expect(suggestPeople('mail@lee', PEOPLE)).toEqual([]);
    expect(suggestPeople('See @Lee', PEOPLE)).toEqual([]);
  });

  test('is completed with the whole name', () => {
    expect(completeMention('See @lind', 'Ana Lind')).toBe('See @Ana Lind ');
  });
});

test('countComments counts the comments on each target', () => {
  const comment = { number: 1, by: { id: '1', name: 'Ana' }, at: '', text: '', mentions: [], answer: null };
  const counts = countComments([
    { targets: [1, 2], comments: [comment, comment] },
    { targets: [2], comments: [comment] },
    { targets: [], comments: [comment] },
  ]);
  expect(Object.fromEntries(counts)).toEqual({ 1: 2, 2: 3 });
});

test('conversationFlags counts opinions against, overdue and owed, and open comments', () => {
  const opinion = (answer: 'support' | 'oppose' | null, overdue: boolean, state: 'open' | 'resolved' = 'open') => ({
    state,
    opinion: { of: { id: '1', name: 'Ana' }, dueAt: '', answer, overdue },
  });
  const flags = conversationFlags([
    { opinion: null, state: 'open' },
    { opinion: null, state: 'resolved' },
    opinion('oppose', false),
    opinion('oppose', false, 'resolved'),
    opinion(null, true, 'resolved'),
    opinion('support', false),
    opinion(null, true),
    opinion(null, false),
  ]);
  expect(flags.map(({ name, count }) => [name, count])).toEqual([
    ['opinion_opposed', 2],
    ['opinion_overdue', 1],
    ['opinion_owed', 1],
    ['comments_open', 5],
  ]);
  expect(conversationFlags([])).toEqual([]);
});
