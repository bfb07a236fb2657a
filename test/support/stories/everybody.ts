import type { RunningDesk } from '../running-desk.js';

export interface Seen {
  queue: { orderStatus: string; due: string | null };
  notice: { stage: string; outcome: string | null; orderStatus: string; applied: number; restored: number };
  clocks: Record<string, string>;
  theirs: Record<string, string>;
  alerts: string[];
  /** Risks shown to an approver of the open submission; null: none is open. */
  risks: string[] | null;
  /** Why the reviewer's submission would be refused now; null: it would be accepted. */
  submit: string | null;
  /** The status word that the authority reads in the portal. */
  portal: string;
  owners: string[];
  letters: string[];
  unsupported: string[];
}

const mapClockStates = (clocks: { kind: string; owner: string; state: string }[], owner: string) =>
  Object.fromEntries(clocks.filter((clock) => clock.owner === owner).map(({ kind, state }) => [kind, state]));

/**
 * Reads a notice as every reader does; as the authority only if its portal is given, which is rate-limited to a few
 * calls a minute.
 */
export async function readAsEverybody(
  desk: RunningDesk,
  portal: { progressOf(number: string): Promise<string> } | null,
  id: string,
): Promise<Seen> {
  const get = async (role: Parameters<RunningDesk['call']>[0], path: string) =>
    (await desk.call(role, 'GET', path)).body;
  const notice = await get('reviewer', `/v1/notices/${id}`);
  const [queue, clocks, alerts, letters, unsupported, messages, word] = await Promise.all([
    get('reviewer2', `/v1/notices?limit=10&q=${notice.number}`),
    get('reviewer', `/v1/notices/${id}/clocks?limit=200`),
    get('ops', '/v1/ops/alerts?limit=200'),
    get('counsel', `/v1/notices/${id}/letters?limit=200`),
    get('reviewer', '/v1/reports/unsupported-restrictions?limit=200'),
    readMessages(desk),
    portal === null ? '' : portal.progressOf(notice.number),
  ]);
  const row = queue.items.find((item: { id: string }) => item.id === id);
  const submit = notice.commands.find(({ name }: { name: string }) => name === 'submit');
  const waiting = notice.submission?.state === 'open' ? notice.submission : null;
  return {
    queue: { orderStatus: row.orderStatus, due: row.nextDue?.kind ?? null },
    notice: {
      stage: notice.stage,
      outcome: notice.outcome,
      orderStatus: notice.orderStatus,
      applied: notice.counts.applied,
      restored: notice.counts.restored,
    },
    clocks: mapClockStates(clocks.items, 'us'),
    theirs: mapClockStates(clocks.items, 'authority'),
    alerts: alerts.items
      .filter((item: { notice: string }) => item.notice === id)
      .map((item: { kind: string }) => item.kind),
    risks: waiting?.risks ?? null,
    submit: submit.why,
    portal: word,
    owners: messages.filter(({ key }) => key.startsWith(id)).map(({ subject }) => subject),
    letters: letters.items
      .filter(({ state }: { state: string }) => state === 'sent')
      .map(({ kind }: { kind: string }) => kind),
    unsupported: [
      ...new Set<string>(
        unsupported.items.flatMap((item: { notice: string; cause: string }) =>
          item.notice === id ? [item.cause] : [],
        ),
      ),
    ],
  };
}

async function readMessages(desk: RunningDesk): Promise<{ key: string; subject: string }[]> {
  const { platform, platformToken } = desk.file();
  const response = await fetch(`${platform}/_double/messages`, {
    headers: { authorization: `Bearer ${platformToken}` },
  });
  const body = (await response.json()) as { results: { key: string; subject: string }[] };
  return body.results;
}
