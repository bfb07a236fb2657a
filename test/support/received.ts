import {
  openClocks,
  type NoticeFacts,
  type OpenClocksInput,
  type OpenedClocks,
} from '../../domain/open-clocks/index.js';
import type { CalendarVersion, RegimeVersion } from '../../domain/rulebook/regime.js';
import { loadRulebook } from '../../rulebook/load.js';

export const book = loadRulebook();

function findCalendar({ calendar }: RegimeVersion): CalendarVersion | null {
  return calendar === null ? null : (book.calendar(calendar) ?? null);
}

export function openVersion(
  regime: RegimeVersion,
  facts: NoticeFacts,
  more: Pick<OpenClocksInput, 'ordered'> = {},
): OpenedClocks {
  let count = 0;
  return openClocks({
    regime,
    calendar: findCalendar(regime),
    alongside: regime.alongside.flatMap((id) => {
      const other = book.regimeAt(id, facts.receivedAtMs);
      return other === undefined ? [] : [{ regime: other, calendar: findCalendar(other) }];
    }),
    facts,
    tzVersion: '2025c',
    newId: () => `clock-${(count += 1)}`,
    ...more,
  });
}

export function received(
  id: string,
  at: string | number,
  facts: Omit<NoticeFacts, 'receivedAtMs'> = {},
  more: Pick<OpenClocksInput, 'ordered'> = {},
): OpenedClocks & { law: RegimeVersion } {
  const receivedAtMs = typeof at === 'number' ? at : Date.parse(at);
  const law = book.regimeAt(id, receivedAtMs);
  if (!law) throw new Error(`${id} governs nothing that is received at ${new Date(receivedAtMs).toISOString()}`);
  return { law, ...openVersion(law, { ...facts, receivedAtMs }, more) };
}

export function listDues({ clocks }: OpenedClocks, kind: string, owner: 'us' | 'authority' = 'us'): string[] {
  return clocks
    .filter(({ clock }) => clock.kind === kind && clock.owner === owner)
    .map(({ clock }) => new Date(clock.dueAtMs ?? Number.NaN).toISOString());
}

export function utc(text: string): string {
  return new Date(text).toISOString();
}

/** Returns one millisecond before a local midnight, and that midnight: the two sides of a cut-over. */
export function splitAtMidnight(midnight: string): { before: number; from: number } {
  const from = Date.parse(midnight);
  return { before: from - 1, from };
}

export function isInForce(id: string, atMs: number): boolean {
  return book.listRegimes({ atMs }).some((version) => version.id === id);
}
