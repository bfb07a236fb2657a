import { Option } from 'commander';
import { parseCount } from './arguments.js';

/** What an option of several commands means. */
export const OPTION_HELP = {
  json: 'print the result as JSON',
  reason: 'reason, for the record',
  asOf: 'as of this time, with offset (default: now)',
  numbers: 'by number, e.g. 1,2,5-9',
  checked: 'you have checked the targets read from a PDF',
  authority: 'id of the authority in the directory',
  authorityName: 'name of an authority not yet in the directory',
  authorityCountry: 'its country, e.g. IN',
  regime: 'legal regime; the rulebook proposes one if omitted',
  reference: "the authority's own reference",
  issuedAt: 'time with offset, e.g. 2021-01-31T18:00:00+05:30',
  language: 'language of the notice, e.g. en',
  targetsFollow: 'the list of targets comes later',
} as const;

export function option(flags: string, description: string, parse?: (text: string) => unknown): Option {
  const made = new Option(flags, description);
  return parse ? made.argParser((text: string) => parse(text)) : made;
}

export function requiredOption(flags: string, description: string, parse?: (text: string) => unknown): Option {
  return option(flags, description, parse).makeOptionMandatory();
}

export const reasonOption = (description = 'why'): Option => requiredOption('--reason <text>', description);

export function listOptions(): Option[] {
  return [
    option('--limit <n>', 'rows per page, 1 to 200 (default: 50)', parseCount),
    option('--cursor <cursor>', 'continue where an earlier page ended'),
    option('--all', 'all pages'),
    option('--count', 'also show the total count'),
  ];
}

/** Sent with a command so that the desk refuses it if somebody else acted first. */
export function commandOptions(): Option[] {
  return [
    option('--expected-version <n>', 'refuse if the notice has a different version', parseCount),
    option('--comment <text>', 'comment stored with the command'),
  ];
}

export interface CommandOptions {
  expectedVersion?: number;
  comment?: string;
}

/** Drops undefined fields; the desk refuses null where a field may be absent. */
export function given(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
