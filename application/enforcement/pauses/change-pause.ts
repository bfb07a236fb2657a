import type { z } from 'zod';
import type { confirmPauseBody, pauseBody, pauseView, resumeBody } from '../../../contract/repair.js';
import { isUuid } from '../../../domain/uuid.js';
import { findNotice } from '../../../registry/notices/notices.js';
import { noSuchNotice } from '../../access.js';
import type { Acting } from '../../acting.js';
import { toReader } from '../../caller.js';
import { confirmWrite } from '../../step-up.js';
import {
  confirmPause,
  pauseEnforcement,
  resumeEnforcement,
  type Pausing,
  type PauseState,
} from './enforcement-pauses.js';

type PauseView = z.input<typeof pauseView>;

export async function askPause(acting: Acting, { notice, reason, until }: z.output<typeof pauseBody>) {
  const wanted = { id: acting.services.newId(), reason, until: until === undefined ? null : new Date(until) };
  return changePause(acting, notice, (pausing) => pauseEnforcement(pausing, wanted));
}

export async function prolongPause(acting: Acting, { notice }: z.output<typeof confirmPauseBody>) {
  return changePause(acting, notice, confirmPause);
}

export async function endPause(acting: Acting, { notice, reason }: z.output<typeof resumeBody>) {
  return changePause(acting, notice, (pausing) => resumeEnforcement(pausing, { reason }));
}

async function changePause(
  acting: Acting,
  notice: string | undefined,
  change: (pausing: Pausing) => Promise<PauseState>,
): Promise<PauseView> {
  const { trx, services, caller } = acting;
  const noticeId = notice === undefined ? null : await needKnown(acting, notice);
  const { until, requestedUntil, ...state } = await change({ trx, caller, noticeId, now: services.now() });
  // Checked after authorship and state; a refusal rolls the change back.
  await confirmWrite(acting);
  const times = { until: until?.toISOString() ?? null, requestedUntil: requestedUntil?.toISOString() ?? null };
  return { notice: noticeId, paused: state.paused, changed: state.changed, ...times };
}

async function needKnown({ trx, caller }: Acting, id: string): Promise<string> {
  const found = isUuid(id) ? await findNotice(trx, { id, reader: toReader(caller) }) : undefined;
  if (found === undefined || !found.known) throw noSuchNotice();
  return id;
}
