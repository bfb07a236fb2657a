import { describe, expect, test } from '@jest/globals';
import { changeOfEdition, changesOfLaw, formatChange, toFeed } from '../../../rulebook/changelog.js';
import { readRulebookContent } from '../../../rulebook/load.js';
import { makeSmallRulebook } from '../../support/law/small-rulebook.js';
import { book } from '../../support/received.js';

const changes = changesOfLaw(book, '2026-11-27');

describe('changelog of law', () => {
  test('has one entry per day on which a law changed, newest first, and none for future days', () => {
    const days = changes.map(({ at }) => at.slice(0, 10));
    expect(days).toEqual(days.toSorted().toReversed());
    expect(new Set(days).size).toBe(days.length);
    expect(changesOfLaw(book, '2026-02-19').map(({ id }) => id)).not.toContain('law:2026-02-20');
  });

  test('describes what changed on the day of a cut-over', () => {
    const cutOver = changes.find(({ id }) => id === 'law:2026-02-20');
    const lines = cutOver?.differences.flatMap((one) => one.changes.map(({ line }) => line)) ?? [];
    expect(lines).toEqual(expect.arrayContaining([expect.stringMatching(/^comply: 36 hours → 3 hours/)]));
    expect(cutOver && formatChange(cutOver)).toMatch(/^2026-02-20, law: IN-ITR-3-1-D, /);
  });

  test('is a JSON Feed with a permanent id for each entry', () => {
    const feed = toFeed(changes.slice(0, 2), { nextUrl: '?cursor=x' });
    expect(feed).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', next_url: '?cursor=x' });
    expect(feed.items[0]).toMatchObject({
      id: expect.stringMatching(/^urn:notice-desk:changelog:law:\d{4}-\d{2}-\d{2}$/),
      content_text: expect.stringMatching(/\w/),
      date_published: expect.stringMatching(/Z$/),
    });
  });

  test('includes the corrections of a rulebook edition', () => {
    const small = makeSmallRulebook();
    const before = readRulebookContent(small.dir);
    small.write({ hours: 48 });
    const change = changeOfEdition({ number: 2, at: new Date(0), content: readRulebookContent(small.dir) }, before);
    small.remove();
    expect(change).toMatchObject({ id: 'rulebook:2', of: 'rulebook', differences: [{ id: 'IN-TEST' }] });
  });
});
