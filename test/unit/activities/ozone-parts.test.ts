import { describe, expect, test } from '@jest/globals';
import { readLabels } from '../../../activities/ozone/ozone-labels.js';
import { planOf, stateOf, whyOutOfReach } from '../../../activities/ozone/ozone-plan.js';
import { outOfReachId } from '../../../activities/enforcement/out-of-reach.js';
import { readLocator, subjectOf } from '../../../activities/ozone/ozone-subject.js';

const DID = 'did:plc:z72i7hdynmk6r22z27h6tvur';
const REACH = { countries: ['IN', 'TR'], countryLabel: 'withheld-{country}' };

describe('what an action is on a network of Ozones', () => {
  test('a withholding is a takedown where a country has its Ozone, and one event of labels for all others', () => {
    expect(planOf({ action: 'withhold', countries: ['IN', 'DE', 'FR'] }, REACH)).toEqual({
      ok: true,
      steps: [
        { ozone: 'IN', labels: null },
        { ozone: '*', labels: ['withheld-de', 'withheld-fr'] },
      ],
    });
    expect(planOf({ action: 'withhold', countries: ['IN', 'DE'] }, { ...REACH, countryLabel: null })).toEqual({
      ok: false,
      message: 'There is no Ozone for DE.',
    });
  });

  test('a removal in one country alone, and a copy, are refused', () => {
    expect(planOf({ action: 'remove', countries: ['IN'] }, REACH)).toMatchObject({ ok: false });
    expect(planOf({ action: 'preserve', countries: [] }, REACH)).toMatchObject({ ok: false });
  });
});

describe('what is in force', () => {
  const label = (ozone: string, val: string) => ({ ozone, val, uri: DID });

  test('is read from takedowns of each Ozone, and from country labels of the global one alone', () => {
    const labels = [
      label('*', '!takedown'),
      label('TR', '!takedown'),
      label('*', 'withheld-de'),
      label('IN', 'withheld-fr'),
    ];
    expect(stateOf(DID, labels, REACH)).toEqual({ id: DID, countries: ['DE', 'TR'], everywhere: true });
  });

  test('does not come from labels that only look like ours', () => {
    const labels = ['withheld-', 'withheld-deu', 'withheld-DE', 'xwithheld-de', 'legal-order'].map((val) =>
      label('*', val),
    );
    expect(stateOf(DID, labels, REACH)).toEqual({ id: DID, countries: [], everywhere: false });
    expect(stateOf(DID, labels, { ...REACH, countryLabel: null }).countries).toEqual([]);
  });
});

describe('what a locator means', () => {
  test.each([
    ['account', '@somebody.example', { kind: 'account', name: 'somebody.example' }],
    ['account', DID, { kind: 'account', name: DID }],
    ['post', `https://bsky.app/profile/${DID}/post/3k`, { kind: 'record', name: DID, path: 'app.bsky.feed.post/3k' }],
    ['post', 'https://bsky.app/profile/somebody.example', null],
    ['post', '3kabc', null],
    ['url', 'https://bsky.app/profile/somebody.example/post/3k', null],
  ])('%s %s', (type, locator, meant) => {
    expect(readLocator({ type, locator })).toEqual(meant);
  });

  test('an id of something else is out of reach, and says why', () => {
    expect(subjectOf('at://did:plc:abc/app.bsky.feed.post/3k')).toBeNull();
    expect(whyOutOfReach({ type: 'account', id: 'account_1' })).toContain('by DID');
    expect(whyOutOfReach({ type: 'hashtag', id: outOfReachId({ type: 'hashtag', locator: '#a' }) })).toContain(
      'hashtag',
    );
    expect(whyOutOfReach({ type: 'account', id: DID })).toBeNull();
  });
});

test('labels are all read where one answer cannot hold them, though Ozone’s pages have no order', async () => {
  const uris = Array.from({ length: 70 }, (_, at) => `did:plc:${at}`);
  const all = uris.flatMap((uri) => Array.from({ length: 12 }, (_, at) => ({ uri, val: `l${at}`, neg: at === 0 })));
  const asked: number[] = [];
  const ask = async (parameters: URLSearchParams) => {
    const patterns = parameters.getAll('uriPatterns');
    asked.push(patterns.length);
    return {
      labels: all
        .filter(({ uri }) => patterns.includes(uri))
        .toReversed()
        .slice(0, Number(parameters.get('limit'))),
    };
  };
  const found = await readLabels(ask, uris);
  expect(new Set(found.map(({ uri, val }) => `${uri} ${val}`)).size).toBe(70 * 11);
  expect(Math.max(...asked)).toBe(50);
});
