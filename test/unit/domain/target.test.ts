import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  readTarget,
  readTargets,
  TARGET_TYPES,
  type TargetFlag,
  type TargetProblem,
  type TargetType,
} from '../../../domain/targets/target.js';
import { runs } from '../../support/jest/cases.js';

function read(type: TargetType, locator: string) {
  return readTarget({ type, locator, note: '' });
}

function readAll(...rows: [TargetType, string][]) {
  return readTargets(rows.map(([type, locator]) => ({ type, locator, note: '' })));
}

describe('readTarget: locators', () => {
  const sound: [TargetType, string][] = [
    ['account', '@handle'],
    ['account', 'handle'],
    ['account', `@${'x'.repeat(255)}`],
    ['account', 'x'.repeat(255)],
    ['account', '@हिन्दी'],
    ['hashtag', '#ModiPlanning'],
    ['hashtag', `#${'x'.repeat(255)}`],
    ['url', 'https://example.org/a?b=c#d'],
    ['url', 'HTTP://EXAMPLE.ORG'],
    ['url', 'http://127.0.0.1:8080/'],
    ['url', 'http://[::1]/'],
    ['search_result', 'https://example.org/'],
    ['post', '1357924680'],
    ['post', 'at:did_1.x-2@y'],
    ['post', 'https://example.org/p/1'],
    ['post', 'x'.repeat(255)],
    ['channel', 'UC123'],
    ['app', 'org.example.app'],
    ['data_subject', 'a person, born 1990'],
    ['data_subject', 'x'.repeat(1_024)],
  ];
  test.each(sound)('accepts the %s %p', (type, locator) => {
    expect(read(type, locator).problem).toBeNull();
  });

  const unsound: [TargetType, string, TargetProblem][] = [
    ['account', '', 'malformed_locator'],
    ['account', '@', 'malformed_locator'],
    ['account', 'two words', 'malformed_locator'],
    ['account', '@a\tb', 'control_characters'],
    ['account', '@a\u0000', 'control_characters'],
    ['account', '@a\u202Eb', 'control_characters'],
    ['account', `@${'x'.repeat(256)}`, 'too_long'],
    ['account', 'x'.repeat(256), 'too_long'],
    ['hashtag', 'NoHash', 'malformed_locator'],
    ['hashtag', '#', 'malformed_locator'],
    ['hashtag', '#two words', 'malformed_locator'],
    ['hashtag', `#${'x'.repeat(256)}`, 'too_long'],
    ['url', 'example.org', 'malformed_locator'],
    ['url', 'https://', 'malformed_locator'],
    ['url', 'https://exa mple.org/', 'malformed_locator'],
    ['url', 'http://999.999.999.999/', 'malformed_locator'],
    ['url', 'javascript:alert(1)', 'unsupported_scheme'],
    ['url', 'file:///etc/passwd', 'unsupported_scheme'],
    ['url', 'ftp://example.org/', 'unsupported_scheme'],
    ['url', 'data:text/html,x', 'unsupported_scheme'],
    ['url', `https://example.org/${'x'.repeat(8_200)}`, 'too_long'],
    ['url', 'https://example.org/\r\nHost: evil', 'control_characters'],
    ['search_result', 'cats', 'malformed_locator'],
    ['post', '', 'malformed_locator'],
    ['post', 'a b', 'malformed_locator'],
    ['app', 'ftp://example.org/a b', 'unsupported_scheme'],
    ['data_subject', '   ', 'malformed_locator'],
    ['data_subject', 'x'.repeat(1_025), 'too_long'],
  ];
  test.each(unsound)('reports for the %s %p the problem %s', (type, locator, problem) => {
    expect(read(type, locator).problem).toBe(problem);
  });

  test('trims a locator and normalises its Unicode form', () => {
    expect(read('account', '  @Zoe\u0308 ')).toMatchObject({
      locator: '@Zo\u00EB',
      normalised: '@Zo\u00EB',
      problem: null,
    });
  });

  test('normalises a URL as a browser does', () => {
    expect(read('url', 'HTTPS://EXAMPLE.org:443/a/../b').normalised).toBe('https://example.org/b');
  });

  test('keeps a malformed locator as it was sent', () => {
    expect(read('url', 'javascript:alert(1)')).toMatchObject({
      locator: 'javascript:alert(1)',
      normalised: 'javascript:alert(1)',
    });
  });
});

describe('readTarget: flags', () => {
  const cases: [TargetType, string, TargetFlag[]][] = [
    ['account', '@plain', []],
    ['account', '@p\u0430ypal', ['mixed_script', 'confusable']],
    ['account', '@\u0430\u0441\u0435', ['confusable']],
    ['account', '@\u0416\u0434', []],
    ['hashtag', '#\uFF21bc', ['confusable']],
    ['url', 'https://xn--pple-43d.com/', ['punycode']],
    ['url', 'https://\u0430pple.com/', ['punycode', 'mixed_script', 'confusable']],
    ['url', 'https://example.org/\u0430', []],
    ['url', 'https://m\u00FCller.example/', ['punycode']],
    ['url', 'https://\u0430dmin:x@example.org/', []],
    ['search_result', 'https:\\\\\u0430pple.com', ['punycode', 'mixed_script', 'confusable']],
    ['url', 'https://example.org/xn--', []],
  ];
  test.each(cases)('flags the %s %p with %j', (type, locator, flags) => {
    expect(read(type, locator).flags).toEqual(flags);
  });
});

describe('readTargets: lists', () => {
  test('merges and counts exact duplicates, so that accepted and merged add up to the rows sent', () => {
    const { targets, merged } = readAll(
      ['account', '@a'],
      ['account', '@a'],
      ['account', ' @a '],
      ['hashtag', '#a'],
      ['url', 'nonsense'],
      ['url', 'nonsense'],
    );
    expect(targets.map(({ type, locator }) => [type, locator])).toEqual([
      ['account', '@a'],
      ['hashtag', '#a'],
      ['url', 'nonsense'],
    ]);
    expect(merged).toBe(3);
  });

  test('treats the same text under another type as another target', () => {
    expect(readAll(['post', 'x1'], ['channel', 'x1'], ['app', 'x1'])).toMatchObject({
      targets: { length: 3 },
      merged: 0,
    });
  });

  const near: [string, [TargetType, string], [TargetType, string]][] = [
    ['the case of a handle', ['account', '@Kisan'], ['account', '@kisan']],
    ['the sign before a handle', ['account', '@kisan'], ['account', 'kisan']],
    ['the case of a hashtag', ['hashtag', '#Kisan'], ['hashtag', '#kisan']],
    ['the scheme', ['url', 'http://example.org/a'], ['url', 'https://example.org/a']],
    ['www', ['url', 'https://www.example.org/a'], ['url', 'https://example.org/a']],
    ['the mobile host', ['url', 'https://m.example.org/a'], ['url', 'https://example.org/a']],
    ['the long mobile host', ['url', 'https://mobile.example.org/a'], ['url', 'https://example.org/a']],
    [
      'tracking parameters',
      ['url', 'https://example.org/a?id=1&utm_source=x&fbclid=y'],
      ['url', 'https://example.org/a?id=1'],
    ],
    ['a trailing slash', ['url', 'https://example.org/a/'], ['url', 'https://example.org/a']],
    ['a fragment', ['url', 'https://example.org/a#b'], ['url', 'https://example.org/a']],
    ['the order of parameters', ['url', 'https://example.org/?a=1&b=2'], ['url', 'https://example.org/?b=2&a=1']],
  ];
  test.each(near)('flags and keeps both of two rows that differ only by %s', (_what, one, other) => {
    const { targets, merged } = readAll(one, other);
    expect(merged).toBe(0);
    expect(targets.map(({ flags }) => flags)).toEqual([['near_duplicate'], ['near_duplicate']]);
  });

  const apart: [string, [TargetType, string], [TargetType, string]][] = [
    ['path', ['url', 'https://example.org/a'], ['url', 'https://example.org/b']],
    ['case of the path', ['url', 'https://example.org/A'], ['url', 'https://example.org/a']],
    ['parameter', ['url', 'https://example.org/?id=1'], ['url', 'https://example.org/?id=2']],
    ['port', ['url', 'https://example.org:8443/'], ['url', 'https://example.org/']],
    ['sub-domain', ['url', 'https://a.example.org/'], ['url', 'https://example.org/']],
  ];
  test.each(apart)('flags neither of two rows with a different %s', (_what, one, other) => {
    expect(readAll(one, other).targets.map(({ flags }) => flags)).toEqual([[], []]);
  });

  test('flags no malformed row as a near duplicate', () => {
    expect(readAll(['url', 'Nonsense'], ['url', 'nonsense']).targets.map(({ flags }) => flags)).toEqual([[], []]);
  });
});

describe('readTargets: hostile lists', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.constantFrom(
      '\uD800',
      '@\uDFFF',
      'http://\u0000',
      'https://%',
      'https://%00.example',
      'http://[',
      'http://a:99999999',
      'http://..',
      '//',
      ':',
      '#',
      '@@',
      'https://user:pa@ss@example.org',
      'https://example.org?%',
      'https://\u202Eexample',
      '=cmd()',
      '<script>',
      "'; drop table",
      '\uFEFF',
      '\u200B',
      'https://xn--',
      'https://xn--a.',
      'http://1e9',
      'http://0x7f.1',
      '../../etc/passwd',
      'x'.repeat(100_000),
      '@'.repeat(1_000),
      '\u0301'.repeat(2_000),
    ),
  );
  const row = fc.record({ type: fc.constantFrom(...TARGET_TYPES), locator: hostile, note: fc.string() });

  test('never throws, and keeps or merges every row sent', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const { targets, merged } = readTargets(rows);
        expect(targets.length + merged).toBe(rows.length);
        expect(new Set(targets.map(({ type, normalised }) => `${type}\n${normalised}`)).size).toBe(targets.length);
        for (const { flags } of targets) expect(new Set(flags).size).toBe(flags.length);
      }),
      runs(1_000),
    );
  });

  test('changes nothing when its own result is read again', () => {
    fc.assert(
      fc.property(row, (sent) => {
        // A sound URL is stored in its parsed form, so its original spelling is flagged at the first reading only.
        const { flags: _first, ...once } = readTarget(sent);
        const { flags: _again, ...again } = readTarget({ ...sent, locator: once.locator });
        if (!sent.locator.includes('\0')) expect(again).toEqual(once);
      }),
    );
  });

  test('leaves no control character in a valid locator, and accepts only http URLs with a host', () => {
    fc.assert(
      fc.property(row, (sent) => {
        const target = readTarget(sent);
        if (target.problem !== null) return;
        expect(target.normalised).not.toBe('');
        // oxlint-disable-next-line no-control-regex
        expect(target.locator).not.toMatch(/[\u0000-\u001F\u007F]/);
        if (target.type === 'url') expect(target.normalised).toMatch(/^https?:\/\/[^/]/);
      }),
    );
  });

  test('adds no target if the same list is sent twice', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 15 }), (rows) => {
        const once = readTargets(rows);
        const twice = readTargets([...rows, ...rows]);
        expect(twice.targets).toEqual(once.targets);
      }),
    );
  });

  test('reads a plain locator the same with spaces around it', () => {
    const plain = fc.oneof(
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 300 }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.constantFrom(
        'https://xn--e1afmkfd.example/',
        'http://WWW.Example.com:80/a//?utm_source=x',
        'ftp://a',
        '@',
        '#',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...TARGET_TYPES), plain, (type, text) => {
        const locator = text.replaceAll(/[^\x21-\x7e]/g, '');
        expect(readTarget({ type, locator, note: '' })).toEqual(readTarget({ type, locator: ` ${locator}`, note: '' }));
      }),
      runs(2_000),
    );
  });
});
