import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { nearKeyOfUrl } from '../../../domain/targets/near-key.js';

const toNearKey = (url: string) => nearKeyOfUrl(new URL(url));

describe('nearKeyOfUrl: addresses of one item', () => {
  const same: [string, ...string[]][] = [
    [
      'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
      'https://youtu.be/dQw4w9WgXcQ',
      'https://youtu.be/dQw4w9WgXcQ?t=42',
    ],
    [
      'https://youtube.com/watch?v=dQw4w9WgXcQ&list=PL1&index=2',
      'https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ',
    ],
    ['https://youtube.com/shorts/dQw4w9WgXcQ', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
    [
      'https://twitter.com/kisan/status/1356',
      'https://x.com/kisan/status/1356?s=20&t=abc',
      'https://mobile.twitter.com/i/web/status/1356',
    ],
    ['https://twitter.com/kisan', 'https://x.com/kisan/', 'http://www.x.com/kisan'],
    [
      'https://old.reddit.com/r/india/comments/abc123/a_title/',
      'https://redd.it/abc123',
      'https://np.reddit.com/comments/abc123',
    ],
    ['https://t.me/s/channel', 'https://telegram.me/channel'],
    [
      'https://www.instagram.com/p/Cxyz/',
      'https://instagr.am/p/Cxyz',
      'https://instagram.com/somebody/reel/Cxyz/?igsh=1',
    ],
    ['https://m.facebook.com/a/posts/1', 'https://fb.com/a/posts/1', 'https://mbasic.facebook.com/a/posts/1?__tn__=R'],
    ['https://dai.ly/x8abc', 'https://www.dailymotion.com/video/x8abc'],
    ['https://vimeo.com/123', 'https://player.vimeo.com/video/123'],
    [
      'https://play.google.com/store/apps/details?id=org.a.b&hl=hi',
      'https://play.google.com/store/apps/details?gl=IN&id=org.a.b',
    ],
    ['https://apps.apple.com/in/app/name/id123', 'https://itunes.apple.com/us/app/other-name/id123'],
    ['https://en.m.wikipedia.org/wiki/X', 'https://en.wikipedia.org/wiki/X'],
    [
      'https://www.google.com/amp/s/example.org/a',
      'https://example-org.cdn.ampproject.org/c/s/example.org/a',
      'https://example.org/a',
    ],
    ['https://amp.example.org/a', 'https://www.m.example.org/a', 'https://example.org./a'],
    ['http://example.org:443/a', 'https://example.org:80/a', 'https://example.org/a'],
    ['https://example.org/%7euser', 'https://example.org/~user', 'https://example.org/%7Euser'],
    ['https://example.org/%e0%a4%b9', 'https://example.org/%E0%A4%B9'],
  ];
  test.each(same)('gives every address of the same item one key: %s', (one, ...others) => {
    expect(others.map(toNearKey)).toEqual(others.map(() => toNearKey(one)));
  });

  const apart: [string, string][] = [
    ['https://youtu.be/dQw4w9WgXcQ', 'https://youtu.be/dQw4w9WgXcR'],
    ['https://youtube.com/@one', 'https://youtube.com/@two'],
    ['https://youtube.com/watch?list=PL1', 'https://youtube.com/watch?list=PL2'],
    ['https://x.com/a/status/1', 'https://x.com/a/status/2'],
    ['https://x.com/a', 'https://x.com/b'],
    ['https://reddit.com/r/x/comments/abc/t/def', 'https://reddit.com/r/x/comments/abc/t/ghi'],
    ['https://example.org/a%2Fb', 'https://example.org/a/b'],
    ['https://example.org:8443/', 'https://example.org/'],
    ['https://t.co/abc', 'https://t.co/abd'],
    ['https://bit.ly/abc', 'https://example.org/'],
    ['https://example.org/?a=1%26b=2', 'https://example.org/?a=1&b=2'],
    ['https://m.example/', 'https://example/'],
    ['http://constructor/', 'http://tostring/'],
  ];
  test.each(apart)('gives %s and %s different keys', (one, other) => {
    expect(toNearKey(one)).not.toBe(toNearKey(other));
  });
});

describe('nearKeyOfUrl: any address', () => {
  const address = fc
    .webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ['http', 'https'] })
    .filter((text) => URL.canParse(text));

  test('ignores host prefix, scheme, tracking parameters, fragment and trailing slash', () => {
    fc.assert(
      fc.property(address, fc.constantFrom('www', 'm', 'mobile', 'amp'), (text, dress) => {
        const url = new URL(text);
        url.hash = '';
        const key = nearKeyOfUrl(url);
        url.hostname = `${dress}.${url.hostname}`;
        url.protocol = url.protocol === 'http:' ? 'https:' : 'http:';
        url.searchParams.append('utm_source', 'x');
        url.searchParams.append('fbclid', 'y');
        url.hash = 'part';
        if (!url.pathname.endsWith('/')) url.pathname += '/';
        expect(nearKeyOfUrl(url)).toBe(key);
      }),
    );
  });

  test('gives another path another key', () => {
    fc.assert(
      fc.property(address, (text) => {
        const url = new URL(text);
        const key = nearKeyOfUrl(url);
        url.pathname = `${url.pathname.replace(/\/$/, '')}/elsewhere`;
        expect(nearKeyOfUrl(url)).not.toBe(key);
      }),
    );
  });
});
