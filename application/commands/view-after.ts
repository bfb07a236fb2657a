import { findOutcome } from '../../registry/notices/commands.js';
import { findVersion, getNotice } from '../../registry/notices/notices.js';
import { readAs } from '../../registry/reading.js';
import type { Admitted } from '../admit.js';
import { toReader } from '../caller.js';
import { findNoticeView, type NoticeViewing } from '../intake/notice/notice-view.js';
import { toRefusal } from '../refusal.js';
import type { Services } from '../services.js';
import { unavailable } from './run-command.js';

/** How long an accepted command may take to reach the registry before the caller has to retry. */
const RECORD_WAIT_MS = 10_000;

/** Returns the notice as the caller sees it now. Handing over a restricted notice may end the caller's own access. */
export async function viewAfter(
  services: NoticeViewing,
  { row: before, caller }: Admitted,
  { version, commandId }: { version: number; commandId: string | null },
): Promise<Record<string, unknown>> {
  const find = () => readAs(toReader(caller), () => findNoticeView(services, { row: before, caller }));
  let shown = await find();
  if (shown.version < version) {
    // The workflow writes the database within the same task; only an outage delays it.
    await awaitRecord(services, before.id, version);
    shown = await find();
  }
  const row = shown.found?.row ?? (await getNotice(services.db, before.id));
  // The later version may mean that a forged command was removed, and this command with it.
  if (commandId !== null && row.version > version) await refuseWithdrawn(services, commandId);
  if (shown.found?.known !== true) return { id: row.id, number: row.number, version: row.version };
  return { ...(await readAs(toReader(caller), shown.toView)) };
}

/**
 * Rejects a command that Temporal had accepted and that was then removed together with a forged one it built on. Throws
 * the recorded rejection, or `unavailable` if that has yet to be written.
 */
async function refuseWithdrawn({ db }: Pick<Services, 'db'>, commandId: string): Promise<void> {
  const outcome = await findOutcome(db, commandId);
  if (outcome?.state === 'accepted') return;
  throw outcome?.rejection == null ? unavailable() : toRefusal(outcome.rejection);
}

async function awaitRecord({ db }: Pick<Services, 'db'>, noticeId: string, version: number): Promise<void> {
  const until = performance.now() + RECORD_WAIT_MS;
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, 500)) {
    if ((await findVersion(db, noticeId)) >= version) return;
    if (performance.now() > until) throw unavailable();
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
