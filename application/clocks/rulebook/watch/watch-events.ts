import { localDateIn } from '../../../../domain/clock-arithmetic/index.js';
import { describeDraft, type EventDraft } from '../../../../domain/rulebook/law-draft.js';
import { formatEventKey, isEventNear, type LawEvent } from '../../../../domain/rulebook/law-event.js';
import type { Connection } from '../../../../registry/db.js';
import { raiseAlert, resolveAlert } from '../../../../registry/ops/alerts.js';
import { closeDraft, insertDraft, listEventDrafts } from '../../../../registry/rulebook/law-watch.js';
import { listLawEvents } from '../../../../rulebook/events.js';
import type { Rulebook } from '../../../../rulebook/rulebook.js';
import type { WatchSources } from './watch-texts.js';

export const lawEventKey = (number: number) => `law_event_due:${number}`;

/** Opens a draft with an alert for each event whose day is near, once; ends those whose day has passed. */
export async function watchEvents({ db, rulebook, now }: Omit<WatchSources, 'lawWatch'>): Promise<void> {
  const near = new Map(listNearEvents(rulebook, now()).map((event) => [formatEventKey(event), event]));
  const known = await listEventDrafts(db);
  for (const [subject, event] of near)
    if (!known.some((draft) => draft.subject === subject)) await openEvent(db, event, now());
  for (const { number, subject, settled_at: settledAt } of known) {
    if (settledAt !== null || near.has(subject)) continue;
    await resolveAlert(db, { key: lawEventKey(number) });
    await closeDraft(db, { number, by: null, note: null, at: now() });
  }
}

function listNearEvents(rulebook: Rulebook, at: Date): LawEvent[] {
  return listLawEvents(rulebook).filter((event) => {
    const zone = event.regime === undefined ? undefined : rulebook.regimeById(event.regime)?.versions[0]?.zone;
    return isEventNear(event, localDateIn(zone ?? 'UTC', at.getTime()));
  });
}

async function openEvent(db: WatchSources['db'], event: LawEvent, at: Date): Promise<void> {
  const detail: EventDraft = { kind: 'event', ...event };
  await db.transaction().execute(async (trx: Connection) => {
    const number = await insertDraft(trx, { subject: formatEventKey(event), detail, at });
    await raiseAlert(trx, {
      key: lawEventKey(number),
      kind: 'law_event_due',
      noticeId: null,
      summary: describeDraft(detail),
      detail: { draft: number },
      audience: ['counsel'],
    });
  });
}
