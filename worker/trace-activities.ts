import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../registry/db.js';
import { isSecret } from '../registry/notice/secrecy.js';
import { inStep } from '../tracing/trace.js';

/** What is recorded has a submission of its own, which is no number. */
const about = z.object({ noticeId: z.string(), submission: z.number().int().optional().catch(undefined) });
const recorded = z.object({ commands: z.array(z.object({ id: z.string() })).min(1) });

/**
 * Each activity as a step of what has caused it: the command that it records, the yes that completed the submission it carries
 * out, else the notice itself. Found from what the activity is given and what is on record, so that no workflow carries it.
 */
export function traceActivities(db: Db): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      execute: async (input, next) =>
        inStep(`activity ${info.activityType}`, { cause: await causeOf(db, input.args) }, () => next(input)),
    },
  });
}

/** The command or notice behind an activity; null where it is about a secret one, or where the registry is away. */
export async function causeOf(db: Db, args: readonly unknown[]): Promise<string | null> {
  const { data: subject } = about.safeParse(args[0]);
  if (subject === undefined) return null;
  try {
    if (await isSecret(db, subject.noticeId)) return null;
    const command = recorded.safeParse(args[1]).data?.commands.at(-1)?.id;
    return command ?? (await lastYes(db, subject)) ?? subject.noticeId;
  } catch {
    return null;
  }
}

async function lastYes(db: Db, { noticeId, submission }: z.infer<typeof about>): Promise<string | undefined> {
  if (submission === undefined) return undefined;
  const { rows } = await sql<{ id: string }>`
    select command_id as id from approval where notice_id = ${noticeId}::uuid and submission = ${submission}
    order by at desc limit 1`.execute(db);
  return rows[0]?.id;
}
