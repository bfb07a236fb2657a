import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../registry/db.js';
import { isSecret } from '../registry/notices/secrecy.js';
import { inStep } from '../tracing/trace.js';

/** A recorded projection has a `submission` that is an object, not a number. */
const about = z.object({ noticeId: z.string(), submission: z.number().int().optional().catch(undefined) });
const recorded = z.object({ commands: z.array(z.object({ id: z.string() })).min(1) });

/**
 * Traces each activity under its cause: the command it records, the approval that completed its submission, else the
 * notice. Derived from arguments and registry, so that no workflow has to carry it.
 */
export function traceActivities(db: Db): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      execute: async (input, next) =>
        inStep(`activity ${info.activityType}`, { cause: await findCause(db, input.args) }, () => next(input)),
    },
  });
}

/** Returns the command or notice behind an activity; null for a secret notice or if the registry is unavailable. */
export async function findCause(db: Db, args: readonly unknown[]): Promise<string | null> {
  const { data: subject } = about.safeParse(args[0]);
  if (subject === undefined) return null;
  try {
    if (await isSecret(db, subject.noticeId)) return null;
    const command = recorded.safeParse(args[1]).data?.commands.at(-1)?.id;
    return command ?? (await lastApproval(db, subject)) ?? subject.noticeId;
  } catch {
    return null;
  }
}

async function lastApproval(db: Db, { noticeId, submission }: z.infer<typeof about>): Promise<string | undefined> {
  if (submission === undefined) return undefined;
  const { rows } = await sql<{ id: string }>`
    select command_id as id from approval where notice_id = ${noticeId}::uuid and submission = ${submission}
    order by at desc limit 1`.execute(db);
  return rows[0]?.id;
}
