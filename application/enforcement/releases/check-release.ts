import type { z } from 'zod';
import { MAX_DIFFERING, type releaseCheckView } from '../../../contract/ops.js';
import type { DeployedRelease } from '../../../client/releases.js';
import { permitsPromotion, releaseCheckState } from '../../../domain/releases/check.js';
import type { Connection } from '../../../registry/db.js';
import type { Reader } from '../../../registry/reading.js';
import {
  findCheckResult,
  insertReleaseCheck,
  listReadableNumbers,
  listReleaseChecks,
  type ReleaseCheck,
} from '../../../registry/releases/checks.js';
import { lockReleases } from '../../../registry/releases/worker-releases.js';
import type { Acting } from '../../acting.js';
import { toReader } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import { needWorkers, orUnavailable } from './release-workers.js';

export type DescribedCheck = z.input<typeof releaseCheckView>;

/**
 * Requests a replay of the open notices with the workflow code of a release. One of its workers does it, as only they
 * have that code. Throws `unavailable` if Temporal does not answer: then nothing is recorded.
 */
export async function requestCheck(acting: Acting, { build }: { build: string }): Promise<DescribedCheck> {
  const { trx, services, caller } = acting;
  await orUnavailable(services.engine.ping());
  await needWorkers(trx, build);
  await lockReleases(trx);
  const now = services.now();
  const find = async () => {
    const [last] = (await listReleaseChecks(trx)).filter((one) => one.build === build);
    return last && describeCheck(trx, { check: last, reader: toReader(caller), now });
  };
  const running = await find();
  if (running?.state === 'running') return running;
  await insertReleaseCheck(trx, { id: services.newId(), build, by: caller.person.id, at: now });
  const requested = await find();
  if (requested == null) throw new Error(`The check of ${build} was not stored.`);
  return requested;
}

export async function describeCheck(
  db: Connection,
  { check, reader, now }: { check: ReleaseCheck; reader: Reader; now: Date },
): Promise<DescribedCheck | null> {
  const state = releaseCheckState(check, now);
  if (state === null) return null;
  const { build, by, byName, requestedAt, finishedAt, digest, notices, differing: ids, msEach } = check;
  const differing = await listReadableNumbers(db, { ids, reader, limit: MAX_DIFFERING });
  const times = { requestedAt: requestedAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null };
  return { build, state, by: { id: by, name: byName }, ...times, digest, notices, differing, msEach };
}

/** Throws if a release has no valid check: its workflow code could stop the notices that move to it. */
export async function needPassedCheck(
  trx: Connection,
  { build, deployed, now }: { build: string; deployed: readonly DeployedRelease[]; now: Date },
): Promise<void> {
  const check = await findCheckResult(trx, build);
  const wasCurrent = deployed.some((one) => one.build === build && one.firstCurrentAt !== null);
  const state = check === undefined ? null : releaseCheckState(check, now);
  const finishedAtMs = check?.finishedAt?.getTime() ?? null;
  if (permitsPromotion({ wasCurrent, check: { state, finishedAtMs } }, now.getTime())) return;
  const cure = `\`notice-desk releases check ${build}\``;
  if (state === 'differs')
    throw new Refusal(
      'illegal_transition',
      `The workflow code of ${build} does not fit the history of every open notice, so it would stop them. Correct the release; ${cure} checks it again.`,
    );
  throw new Refusal(
    'illegal_transition',
    `Release ${build} has not passed a check in the last hour. Run ${cure}, which replays the open notices with it, and try again.`,
  );
}
