import { parseDay } from '../domain/clock-arithmetic/index.js';
import { isInForce } from '../domain/open-clocks/index.js';
import { drivesClocks, type RegimeVersion } from '../domain/rulebook/regime.js';
import { diffBooks } from './diff-books.js';
import { diffLaw, formatDifference, type RulebookDifference } from './diff.js';
import { makeRulebook, type Rulebook, type RulebookContent } from './rulebook.js';

/** A change that took effect in the law on a day, or in the rulebook by an edition. `id` is permanent. */
export interface LawChange {
  id: string;
  /** `law`: the law itself, from that day in its own zone; `rulebook`: a corrected or extended file. */
  of: 'law' | 'rulebook';
  at: string;
  differences: RulebookDifference[];
}

const DAY_MS = 24 * 3_600_000;

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

/** Lists every day until `until` on which a law of the rulebook began, changed or ended, newest first. */
export function changesOfLaw({ listRegimes }: Pick<Rulebook, 'listRegimes'>, until: string): LawChange[] {
  const driving = listRegimes().filter(drivesClocks);
  const days = driving
    .flatMap((law) => listBounds(law))
    .filter((date) => date <= until && parseDay(date) !== undefined);
  return [...new Set(days)]
    .toSorted()
    .toReversed()
    .map((date) => ({
      id: `law:${date}`,
      of: 'law' as const,
      at: `${date}T00:00:00.000Z`,
      differences: changesOfDay(driving, date),
    }))
    .filter(({ differences }) => differences.length > 0);
}

function listBounds({ inForceFrom, inForceTo }: RegimeVersion): string[] {
  return inForceTo === null ? [inForceFrom] : [inForceFrom, inForceTo];
}

function changesOfDay(driving: readonly RegimeVersion[], date: string): RulebookDifference[] {
  const moved = new Set(driving.filter((law) => listBounds(law).includes(date)).map(({ id }) => id));
  const laws = driving.filter(({ id }) => moved.has(id));
  const readBooksOn = (day: string) => ({
    regimes: laws.filter((law) => isInForce(law, { date: day })),
    calendars: [],
  });
  return diffLaw(readBooksOn(dayBefore(date)), readBooksOn(date));
}

/** Returns what an edition changed against the previous one. */
export function changeOfEdition(
  { number, at, content }: { number: number; at: Date; content: RulebookContent },
  before: RulebookContent,
): LawChange {
  const differences = diffBooks(makeRulebook(before), makeRulebook(content));
  return { id: `rulebook:${number}`, of: 'rulebook', at: at.toISOString(), differences };
}

/** Summarises a change as `20 laws changed: IN-ITR-3-1-D, …`, naming at most five laws. */
export function formatChange({ of, at, differences }: LawChange): string {
  const names = [...new Set(differences.map(({ id }) => id))];
  const shown = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `${at.slice(0, 10)}, ${of === 'law' ? 'law' : 'rulebook'}: ${shown}${more}`;
}

export function listChangeLines({ differences }: LawChange): string[] {
  return differences.flatMap((one) => [formatDifference(one), ...one.changes.map(({ line }) => `  ${line}`)]);
}

/** Formats changes as a JSON Feed (version 1.1). */
export function toFeed(changes: readonly LawChange[], { nextUrl }: { nextUrl?: string | undefined } = {}) {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Takedown law: what has changed',
    description: 'Changes in the laws of the rulebook by effective date, and corrections of the rulebook.',
    ...(nextUrl === undefined ? {} : { next_url: nextUrl }),
    items: changes.map((change) => ({
      id: `urn:notice-desk:changelog:${change.id}`,
      title: formatChange(change),
      content_text: listChangeLines(change).join('\n'),
      date_published: change.at,
      tags: [...new Set(change.differences.map(({ id }) => id))],
    })),
  };
}
