import { existsSync, statSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { BUILT_IN_RULEBOOK, loadRulebook, RulebookError } from '../../rulebook/load.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { parseLawTime, type LawTime } from '../../domain/clock-arithmetic/law-time.js';

export function rulebookFolder(env: CliDeps['env']): string {
  return env['DESK_RULEBOOK'] || BUILT_IN_RULEBOOK;
}

/** Throws an error with file, line, path and remedy if the rulebook is unusable. */
export function openRulebook(dir: string): Rulebook {
  try {
    return loadRulebook(dir);
  } catch (error) {
    throw error instanceof RulebookError ? new RefusedError(error.message) : error;
  }
}

export function toLawTime(text: string): LawTime {
  const time = parseLawTime(text);
  if (time === undefined)
    throw new InvalidArgumentError(
      'Give a date such as 2026-02-20, or a time with offset such as 2026-02-20T00:00:00+05:30.',
    );
  return time;
}

export type DiffSide = { time: LawTime } | { dir: string };

export function readDiffSide(option: string, text: string): DiffSide {
  const time = parseLawTime(text);
  if (time !== undefined) return { time };
  if (existsSync(text) && statSync(text).isDirectory()) return { dir: text };
  throw new UsageError(
    `${option} is ${JSON.stringify(text)}; expected a date such as 2026-02-20, a time with offset, or the folder of a rulebook.`,
  );
}
