import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { DemoName } from '../../../desk/simulators/demo-people.js';
import { listParts } from '../../rig/cpu.js';
import type { BenchDesk } from '../../rig/desk.js';
import type { HttpClient } from '../../rig/http.js';
import { until } from '../../rig/load.js';
import { anOrder, receive } from '../../rig/orders.js';
import { type Contender, newLocators, type Recorded, type TakenStep } from './contender.js';

const TARGETS = 3;
const DECISION = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };
const PROCESSES = /^(notice-desk-(?!sim)|temporal)/;
/** The supervisor starts a process again after half a second at most. */
const DOWN_MS = 500;

interface Submission {
  number: number;
  digest: string;
  approvalsNeeded: number;
}

export function deskContender(desk: BenchDesk, http: HttpClient): Contender {
  const submissions = new Map<string, Submission>();
  const post = async (as: DemoName, { id, step, command }: TakenStep, body: unknown) => {
    const answer = await http.post(as, `/v1/notices/${id}/${step}`, body, { 'idempotency-key': command });
    if (answer.status !== 200)
      throw new Error(`${step}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
    return answer.body;
  };
  return {
    database: desk.database,
    processes: PROCESSES,
    async receive({ locators = newLocators(TARGETS) } = {}) {
      const notice = await receive(
        http,
        anOrder(locators.length, (index) => locators[index] ?? ''),
      );
      await notice.settles();
      await notice.command('reviewer', 'triage');
      return notice.id;
    },
    async take(taken) {
      if (taken.step === 'approve') return approve(taken);
      const answer = await post('reviewer', taken, taken.step === 'decide' ? DECISION : {});
      if (taken.step === 'submit') submissions.set(taken.id, answer['submission'] as Submission);
    },
    untilEnforced: (id, withinMs) => untilProven({ database: desk.database, id, withinMs }),
    kill: () => kill(desk),
    countRecorded: (commands) => countRecorded(http, commands),
    stop: () => Promise.reject(new Error('The desk runs the database and the platform of the others.')),
  };

  async function approve(taken: TakenStep): Promise<void> {
    const submission = submissions.get(taken.id);
    const approval = { submission: submission?.number, digest: submission?.digest };
    await post('approver', taken, approval);
    if (submission?.approvalsNeeded === 2) await post('counsel', { ...taken, command: `${taken.command}-2` }, approval);
  }
}

// Unlike the others, the desk also reads back from the platform that each target is in force.
async function untilProven({ database, id, withinMs }: Proven): Promise<void> {
  const db = new pg.Pool({ connectionString: database, max: 1 });
  const proven = `select from submission
    where notice_id = $1 and proof_counts ->> 'mismatch' = '0' and proof_counts ->> 'unread' = '0'`;
  try {
    await until('proven in force', {
      ask: async () => (await db.query(proven, [id])).rowCount,
      holds: (rows) => rows === 1,
      ...(withinMs === undefined ? {} : { withinMs }),
    });
  } finally {
    await db.end();
  }
}

interface Proven {
  database: string;
  id: string;
  withinMs: number | undefined;
}

async function kill({ api }: BenchDesk): Promise<void> {
  for (const { pid, name } of listParts()) if (PROCESSES.test(name)) process.kill(pid, 'SIGKILL');
  await sleep(DOWN_MS);
  const ask = () =>
    fetch(`${api}/readyz`).then(
      ({ status }) => status,
      () => 0,
    );
  await until('the desk after a kill', { ask, holds: (status) => status === 200 });
}

/** Each step is taken once on its notice, so that the timeline shows it once, or twice where two people approve. */
async function countRecorded(http: HttpClient, commands: readonly TakenStep[]): Promise<Recorded> {
  const recorded = { found: 0, repeated: 0 };
  for (const id of new Set(commands.map((one) => one.id))) {
    const { body } = await http.get('counsel', `/v1/notices/${id}/timeline?limit=200`);
    const steps = (body['items'] as { action: string; actor: unknown }[]).map(({ action, actor }) => ({
      action,
      by: `${action} ${JSON.stringify(actor)}`,
    }));
    for (const { step } of commands.filter((one) => one.id === id)) {
      const taken = steps.filter(({ action }) => action === step);
      recorded.found += taken.length > 0 ? 1 : 0;
      recorded.repeated += taken.length - new Set(taken.map(({ by }) => by)).size;
    }
  }
  return recorded;
}
