import { describe, expect, test } from '@jest/globals';
import { readLabels } from '../../../platforms/ozone/ozone-labels.js';
import { planOzoneEvents, computePlatformState, whyOutOfReach } from '../../../platforms/ozone/ozone-plan.js';
import { outOfReachId } from '../../../platforms/out-of-reach.js';
import { readOzoneLocator, toOzoneSubject } from '../../../platforms/ozone/ozone-subject.js';

const DID = 'did:plc:z72i7hdynmk6r22z27h6tvur';
const REACH = { countries: ['IN', 'TR'], countryLabel: 'withheld-{country}' };

describe('Ozone: planning an action', () => {
  test('plans a takedown on a country’s own Ozone, and one label event for all other countries', () => {
    expect(planOzoneEvents({ action: 'withhold', countries: ['IN', 'DE', 'FR'] }, REACH)).toEqual({
      ok: true,
      steps: [
        { ozone: 'IN', labels: null },
        { ozone: '*', labels: ['withheld-de', 'withheld-fr'] },
      ],
    });
    expect(planOzoneEvents({ action: 'withhold', countries: ['IN', 'DE'] }, { ...REACH, countryLabel: null })).toEqual({
      ok: false,
      message: 'There is no Ozone for DE.',
    });
  });

  test('rejects a removal limited to one country, and a preserve', () => {
    expect(planOzoneEvents({ action: 'remove', countries: ['IN'] }, REACH)).toMatchObject({ ok: false });
    expect(planOzoneEvents({ action: 'preserve', countries: [] }, REACH)).toMatchObject({ ok: false });
  });
});

describe('Ozone: reading what is in force', () => {
  const label = (ozone: string, val: string) => ({ ozone, val, uri: DID });

  test('counts takedowns of every Ozone, and country labels of the global one only', () => {
    const labels = [
      label('*', '!takedown'),
      label('TR', '!takedown'),
      label('*', 'withheld-de'),
      label('IN', 'withheld-fr'),
    ];
    expect(computePlatformState(DID, labels, REACH)).toEqual({ id: DID, countries: ['DE', 'TR'], everywhere: true });
  });

  test('ignores labels that only resemble ours', () => {
    const labels = ['withheld-', 'withheld-deu', 'withheld-DE', 'xwithheld-de', 'legal-order'].map((val) =>
      label('*', val),
    );
    expect(computePlatformState(DID, labels, REACH)).toEqual({ id: DID, countries: [], everywhere: false });
    expect(computePlatformState(DID, labels, { ...REACH, countryLabel: null }).countries).toEqual([]);
  });
});

describe('readOzoneLocator', () => {
  test.each([
    ['account', '@somebody.example', { kind: 'account', name: 'somebody.example' }],
    ['account', DID, { kind: 'account', name: DID }],
    ['post', `https://bsky.app/profile/${DID}/post/3k`, { kind: 'record', name: DID, path: 'app.bsky.feed.post/3k' }],
    ['post', 'https://bsky.app/profile/somebody.example', null],
    ['post', '3kabc', null],
    ['url', 'https://bsky.app/profile/somebody.example/post/3k', null],
  ])('reads %s %s', (type, locator, meant) => {
    expect(readOzoneLocator({ type, locator })).toEqual(meant);
  });

  test('explains why an id of another kind is out of reach', () => {
    expect(toOzoneSubject('at://did:plc:abc/app.bsky.feed.post/3k')).toBeNull();
    expect(whyOutOfReach({ type: 'account', id: 'account_1' })).toContain('by DID');
    expect(whyOutOfReach({ type: 'hashtag', id: outOfReachId({ type: 'hashtag', locator: '#a' }) })).toContain(
      'hashtag',
    );
    expect(whyOutOfReach({ type: 'account', id: DID })).toBeNull();
  });
});

test('reads all labels across several requests although Ozone’s pages are unordered', async () => {
  const uris = Array.from({ length: 70 }, (_, at) => `did:plc:${at}`);
  const all = uris.flatMap((uri) => Array.from({ length: 12 }, (_, at) => ({ uri, val: `l${at}`, neg: at === 0 })));
  const requested: number[] = [];
  const ask = async (parameters: URLSearchParams) => {
    const patterns = parameters.getAll('uriPatterns');
    requested.push(patterns.length);
    return {
      labels: all
        .filter(({ uri }) => patterns.includes(uri))
        .toReversed()
        .slice(0, Number(parameters.get('limit'))),
    };
  };
  const found = await readLabels(ask, uris);
  expect(new Set(found.map(({ uri, val }) => `${uri} ${val}`)).size).toBe(70 * 11);
  expect(Math.max(...requested)).toBe(50);
});
