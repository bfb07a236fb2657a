import type { Role } from '../../../domain/people/permission.js';
import type { Clock, TimelineEntry } from '../../http/types.js';

export interface NotifiedStep {
  key: string;
  clock: Clock;
  level: number;
  to: readonly Role[];
  at: string;
  seen: { by: string; at: string | null } | null;
}

interface Given {
  clocks: readonly Clock[];
  timeline: readonly Pick<TimelineEntry, 'action' | 'at' | 'detail'>[];
  /** Ids of the deadlines in question; none: all. */
  about: readonly unknown[];
}

/** The escalation steps of our deadlines that fired, latest first, with who acknowledged them and when. */
export function listNotifiedSteps({ clocks, timeline, about }: Given): NotifiedStep[] {
  const acknowledged = timeline.filter(({ action }) => action === 'acknowledge_escalation');
  return clocks
    .filter(({ id, owner }) => owner === 'us' && (about.length === 0 || about.includes(id)))
    .flatMap((clock) =>
      clock.escalation.flatMap(({ level, to, firedAt, acknowledgedBy: by }) => {
        if (firedAt === null) return [];
        const entry = acknowledged.find(({ detail }) => detail['clock'] === clock.id && detail['level'] === level);
        const seen = by === null ? null : { by, at: entry?.at ?? null };
        return [{ key: `${clock.id} ${level}`, clock, level, to, at: firedAt, seen }];
      }),
    )
    .toSorted((one, other) => other.at.localeCompare(one.at) || other.level - one.level);
}
