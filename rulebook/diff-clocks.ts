import type { ClockRule } from '../domain/rulebook/regime.js';
import { changedField, diffFields, type FieldChange } from './diff-fields.js';
import {
  describeClock,
  formatClockName,
  describeAmount,
  formatEscalation,
  formatStart,
  formatWindows,
} from './in-words.js';

type Pair = [before: ClockRule, after: ClockRule];

/**
 * A clock matches one with the same start fact and dates; one that now starts on another fact is still its successor.
 */
const KEYS: readonly ((rule: ClockRule) => string)[] = [
  ({ kind, owner, form, guards, startsOn, windows }) =>
    [kind, owner, form, guards, startsOn, JSON.stringify(windows)].join('|'),
  ({ kind, owner, form, guards, windows }) => [kind, owner, form, guards, windows.length > 0].join('|'),
];

function pairClocks(before: readonly ClockRule[], after: readonly ClockRule[]) {
  const gone = [...before];
  let fresh = [...after];
  const pairs: Pair[] = [];
  for (const keyOf of KEYS) {
    fresh = fresh.filter((rule) => {
      const at = gone.findIndex((old) => keyOf(old) === keyOf(rule));
      const [old] = at < 0 ? [] : gone.splice(at, 1);
      if (old !== undefined) pairs.push([old, rule]);
      return old === undefined;
    });
  }
  return { pairs, gone, fresh };
}

const LOGGED = ['kind', 'owner', 'form', 'guards', 'startsOn', 'counting', 'windows', 'escalation'] as const;

function changesOfPair([before, after]: Pair): FieldChange[] {
  const name = formatClockName(after);
  const field = `clocks.${after.kind}`;
  const label = (part: string) => ({ label: `${name}, ${part}` });
  return [
    ...headline([before, after], { name, field }),
    ...diffTerms([before, after], { name, field }),
    ...changedField(`${field}.windows`, before.windows, after.windows, {
      ...label('runs'),
      say: (windows) => formatWindows(windows) || 'for every start',
    }),
    ...changedField(`${field}.escalation`, before.escalation, after.escalation, {
      ...label('escalation'),
      say: formatEscalation,
    }),
    ...diffFields(field, before, after, { label: name }, LOGGED),
  ];
}

function headline([before, after]: Pair, { name, field }: { name: string; field: string }): FieldChange[] {
  const sameStart = before.startsOn === after.startsOn;
  if (sameStart && describeAmount(before.counting) === describeAmount(after.counting)) return [];
  const start = sameStart ? '' : ` ${formatStart(before.startsOn)}`;
  const was = `${describeAmount(before.counting)}${start}`;
  const is = `${describeAmount(after.counting)} ${formatStart(after.startsOn)}`;
  const pick = ({ counting, startsOn }: ClockRule) => ({ counting, startsOn });
  return [
    { field, before: pick(before), after: pick(after), line: `${name}: ${was} → ${is} (${formatConfidence(after)})` },
  ];
}

function diffTerms([before, after]: Pair, { name, field }: { name: string; field: string }): FieldChange[] {
  const [was, is] = [before.counting, after.counting];
  if (was === null || is === null) return [];
  return [
    ...changedField(`${field}.roll`, was.roll, is.roll, { label: `${name}, moved to a business day` }),
    ...changedField(`${field}.stop`, was.stop, is.stop, { label: `${name}, can be paused` }),
  ];
}

function formatConfidence({ confidence }: ClockRule): string {
  return confidence.replaceAll('_', ' ');
}

export function diffClocks(before: readonly ClockRule[], after: readonly ClockRule[]): FieldChange[] {
  const { pairs, gone, fresh } = pairClocks(before, after);
  return [
    ...pairs.flatMap(changesOfPair),
    ...fresh.map((rule) => ({
      field: `clocks.${rule.kind}`,
      before: null,
      after: rule,
      line: `new clock ${describeClock(rule)} (${formatConfidence(rule)})`,
    })),
    ...gone.map((rule) => ({
      field: `clocks.${rule.kind}`,
      before: rule,
      after: null,
      line: `clock removed, was ${describeClock(rule)}`,
    })),
  ];
}
