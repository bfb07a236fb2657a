import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

/** Contrast by WCAG 2.2 AA: text 4.5:1, shapes and edges of controls 3:1, for each pair that the console uses. */
const TEXT = 4.5;
const SHAPE = 3;
const GROUNDS = ['bg-canvas', 'bg-surface', 'bg-raised', 'bg-sunken', 'bg-hover', 'bg-selected', 'bg-cursor'];
const INKS = [
  'ink',
  'ink-2',
  'ink-3',
  'ink-disabled',
  'accent',
  'clock-calm',
  'clock-soon',
  'clock-met',
  'ok',
  'caution',
  'danger',
  'guard',
];

const pairs = [
  ...every(TEXT, INKS, GROUNDS),
  ...every(TEXT, ['on-accent'], ['accent-fill', 'accent-fill-hover']),
  ...every(TEXT, ['on-danger'], ['danger-fill']),
  ...['ok', 'caution', 'danger', 'guard'].flatMap((tone) => every(TEXT, [tone, 'ink', 'ink-2'], [`${tone}-soft`])),
  ...every(TEXT, ['accent', 'ink', 'ink-2', 'ink-3'], ['accent-soft']),
  ...['urgent', 'overdue', 'paused'].flatMap((clock) => every(TEXT, [`clock-${clock}`], [`clock-${clock}-soft`])),
  ...every(TEXT, ['diff-add', 'ink'], ['diff-add-bg']),
  ...every(TEXT, ['diff-del', 'ink'], ['diff-del-bg']),
  ...every(TEXT, ['document-ink'], ['document']),
  ...every(SHAPE, ['focus'], GROUNDS),
  ...every(SHAPE, ['line-control'], ['bg-canvas', 'bg-surface', 'bg-raised', 'bg-sunken']),
  ...every(SHAPE, ['chart-1', 'chart-2'], ['bg-surface', 'bg-canvas']),
  ...every(SHAPE, ['accent-fill', 'danger-fill', 'clock-overdue-soft'], ['bg-surface', 'bg-canvas']),
];

function every(least: number, inks: string[], grounds: string[]) {
  return inks.flatMap((ink) => grounds.map((ground) => ({ ink, ground, least })));
}

const sheet = readFileSync(new URL('../../../console/style/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...sheet.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6,8}), (#[0-9a-f]{6,8})\);/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

describe.each(['light', 'dark'] as const)('contrast in the %s theme', (theme) => {
  test('is sufficient for every text colour on every background', () => {
    const short = pairs.filter(({ ink, ground, least }) => {
      const [front, back] = [tokens.get(ink)?.[theme], tokens.get(ground)?.[theme]];
      return front === undefined || back === undefined || ratio(front, back) < least;
    });
    expect(pairs.length).toBeGreaterThan(130);
    expect(short).toEqual([]);
  });
});
