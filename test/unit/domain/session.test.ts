import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { absoluteEnd, isSessionLive, isUseWorthWriting, localPath } from '../../../domain/people/session.js';

const LIMITS = { idleMinutes: 30, lengthMinutes: 720 };
const at = (minute: number, ms = 0) => new Date(Date.UTC(2026, 0, 1) + minute * 60_000 + ms);

describe('isSessionLive', () => {
  test.each([
    [29, 59_999, true],
    [30, 0, false],
  ])('treats a session last used at its start as live %i minutes and %i ms later: %s', (minute, ms, live) => {
    expect(isSessionLive({ startedAt: at(0), lastSeenAt: at(0) }, LIMITS, at(minute, ms))).toBe(live);
  });

  test('ends a session in use at its absolute end', () => {
    const end = absoluteEnd(at(0), LIMITS);
    expect(end).toEqual(at(720));
    const live = (now: Date) => isSessionLive({ startedAt: at(0), lastSeenAt: at(719) }, LIMITS, now);
    expect([live(at(719, 59_999)), live(end)]).toEqual([true, false]);
  });

  test('records the use of a session at most once a minute', () => {
    expect([isUseWorthWriting(at(0), at(0, 59_999)), isUseWorthWriting(at(0), at(1))]).toEqual([false, true]);
  });
});

describe('localPath: path after sign-in', () => {
  test.each(['/', '/notices/1', '/queue?due=P1D&stages=triage,review#top', '/a//b', '/@x'])('keeps %s', (path) => {
    expect(localPath(path)).toBe(path);
  });

  test.each([
    undefined,
    '',
    'x',
    '//x',
    '/\\x',
    '/x\\y',
    '/\t/x',
    '/x\n',
    '/ x',
    '/é',
    'https://x',
    `/${'x'.repeat(2_000)}`,
  ])('replaces %j by the start page', (path) => {
    expect(localPath(path)).toBe('/');
  });

  test('never leads a browser to another host, whatever was sent', () => {
    const part = fc.constantFrom(
      '/',
      '\\',
      '\t',
      '\n',
      '\r',
      '.',
      ':',
      '@',
      '?',
      '#',
      '%2f',
      'evil.example',
      'http:',
      'javascript:',
      ' ',
    );
    const text = fc.array(fc.oneof(part, fc.string()), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (sent) => {
        expect(new URL(localPath(sent), 'http://desk.test').origin).toBe('http://desk.test');
      }),
    );
  });
});
