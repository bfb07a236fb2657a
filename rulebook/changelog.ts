import { parseDay } from '../domain/clock-arithmetic/index.js';
import { drivesClocks, type RegimeVersion } from '../domain/law/regime.js';
import { diffBooks } from './diff-books.js';
import { diffLaw, sayDifference, type Difference } from './diff.js';
import { isInForce, makeRulebook, type Rulebook, type RulebookContent } from './rulebook.js';

/** What a day changed in the law, or an edition in what the rulebook says of it. `id` stays for good. */
export interface LawChange {
  id: string;
  /** `law`: the law itself, from that day in its own zone; `rulebook`: a corrected or extended file. */
  of: 'law' | 'rulebook';
  /** RFC 3339; of a day of law its first instant in UTC. */
  at: string;
  differences: Difference[];
}

const DAY_MS = 24 * 3_600_000;

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

/** Every day up to one on which a law of the rulebook began, changed or ended, the newest first. */
export function changesOfLaw({ listRegimes }: Pick<Rulebook, 'listRegimes'>, until: string): LawChange[] {
  const driving = listRegimes().filter(drivesClocks);
  const days = driving.flatMap((law) => boundsOf(law)).filter((date) => date <= until && parseDay(date) !== undefined);
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

function boundsOf({ inForceFrom, inForceTo }: RegimeVersion): string[] {
  return inForceTo === null ? [inForceFrom] : [inForceFrom, inForceTo];
}

/** Laws that neither begin nor end on a day are the same before and after it: only the others are compared. */
function changesOfDay(driving: readonly RegimeVersion[], date: string): Difference[] {
  const moved = new Set(driving.filter((law) => boundsOf(law).includes(date)).map(({ id }) => id));
  const laws = driving.filter(({ id }) => moved.has(id));
  const standing = (day: string) => ({
    regimes: laws.filter((law) => isInForce(law, { date: day })),
    calendars: [],
  });
  return diffLaw(standing(dayBefore(date)), standing(date));
}

/** What an edition of the rulebook has changed against the one before it. */
export function changeOfEdition(
  { number, at, content }: { number: number; at: Date; content: RulebookContent },
  before: RulebookContent,
): LawChange {
  const differences = diffBooks(makeRulebook(before), makeRulebook(content));
  return { id: `rulebook:${number}`, of: 'rulebook', at: at.toISOString(), differences };
}

/** `20 laws changed: IN-ITR-3-1-D, …`, cut to what a reader takes in. */
export function sayChange({ of, at, differences }: LawChange): string {
  const names = [...new Set(differences.map(({ id }) => id))];
  const shown = names.slice(0, 5).join(', ');
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  return `${at.slice(0, 10)}, ${of === 'law' ? 'law' : 'rulebook'}: ${shown}${more}`;
}

/** The change in full, a line a difference and a line each of what differs in it. */
export function linesOf({ differences }: LawChange): string[] {
  return differences.flatMap((one) => [sayDifference(one), ...one.changes.map(({ line }) => `  ${line}`)]);
}

/** Changes as a JSON Feed (version 1.1), which feed readers take. */
export function toFeed(changes: readonly LawChange[], { nextUrl }: { nextUrl?: string | undefined } = {}) {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Takedown law: what has changed',
    description: 'Changes in the laws of the rulebook by effective date, and corrections of the rulebook.',
    ...(nextUrl === undefined ? {} : { next_url: nextUrl }),
    items: changes.map((change) => ({
      id: `urn:notice-desk:changelog:${change.id}`,
      title: sayChange(change),
      content_text: linesOf(change).join('\n'),
      date_published: change.at,
      tags: [...new Set(change.differences.map(({ id }) => id))],
    })),
  };
}
