import { randomUUID } from 'node:crypto';
import { eventually } from './eventually.js';
import { type DeskAnswer, type RunningDesk } from './running-desk.js';
import { blockingOrder } from '../../bench/rig/blocking-order.js';

export function anOrder(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...blockingOrder(),
    targets: accounts(3),
    ...overrides,
  };
}

export function accounts(count: number, prefix = 'e2e'): { type: string; locator: string }[] {
  const run = randomUUID().slice(0, 8);
  return Array.from({ length: count }, (_, index) => ({
    type: 'account',
    locator: `@${prefix}_${run}_${String(index + 1).padStart(6, '0')}`,
  }));
}

export async function receive(
  desk: RunningDesk,
  overrides: Record<string, unknown> = {},
  key: string = randomUUID(),
): Promise<DeskAnswer> {
  return desk.call('intake', 'POST', '/v1/notices', anOrder(overrides), { 'idempotency-key': key });
}

export const GROUND: Record<string, string> = {
  withhold: 'legal_basis_met',
  remove_rules: 'own_rules',
  push_back: 'protected_speech',
  not_found: 'not_found',
  not_the_target: 'mistaken_identity',
};

export function followNotice(desk: RunningDesk, id: string) {
  const command = async (role: Parameters<RunningDesk['call']>[0], name: string, body: unknown = {}) => {
    const answer = await desk.call(role, 'POST', `/v1/notices/${id}/${name}`, body);
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const read = async () => (await desk.call('reviewer', 'GET', `/v1/notices/${id}`)).body;
  return {
    command,
    read,
    decide: (select: unknown, action: string, extra: Record<string, unknown> = {}) =>
      command('reviewer', 'decide', { select, action, grounds: [GROUND[action] ?? 'other'], ...extra }),
    /** Submits the drafts, after triage if that is still open. */
    async submit(body: object = {}, role: Parameters<RunningDesk['call']>[0] = 'reviewer') {
      if ((await read()).stage === 'triage') await command(role, 'triage');
      return command(role, 'submit', body);
    },
    async approve(role: Parameters<RunningDesk['call']>[0] = 'approver') {
      const { submission } = await read();
      return command(role, 'approve', { submission: submission.number, digest: submission.digest });
    },
    /** Counsel's decision that owners are notified, which the law of the notice leaves in dispute (IN-69A). */
    notifyOwners: () =>
      command('counsel', 'contested-rules', { topic: 'user_notice', allow: true, reason: 'The order is public.' }),
    reaches: (stage: string, withinMs?: number) => eventually(read, (notice) => notice.stage === stage, withinMs),
    list: async (what: string) => (await desk.call('counsel', 'GET', `/v1/notices/${id}/${what}`)).body.items,
    all: (what: string, role: Parameters<RunningDesk['call']>[0] = 'counsel') =>
      allPages(desk, role, `/v1/notices/${id}/${what}`),
  };
}

export async function orderInForce(desk: RunningDesk) {
  const { body } = await receive(desk);
  const notice = followNotice(desk, body.id);
  await notice.decide({ all: true }, 'withhold');
  await notice.submit();
  await notice.approve();
  await notice.reaches('in_force');
  return { ...notice, id: body.id as string };
}

/**
 * An order in force except for its second target, whose owner changed after the submission: it waits for a person to
 * act.
 */
export async function aStuckTarget(desk: RunningDesk) {
  const targets = accounts(3, 'stuck');
  const { body } = await receive(desk, { subject: 'One has a new owner', targets });
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage');
  await notice.decide({ all: true }, 'withhold');
  await notice.submit();
  await desk.platform('/_double/targets', { targets: [{ ...targets[1], owner: 'a new owner' }] });
  await notice.approve();
  await notice.reaches('in_force');
  return { notice, number: body.number as string };
}

export async function allPages(
  desk: RunningDesk,
  role: Parameters<RunningDesk['call']>[0],
  path: string,
): Promise<DeskAnswer['body'][]> {
  const items = [];
  let cursor: string | null = null;
  do {
    const separator = path.includes('?') ? '&' : '?';
    const suffix: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await desk.call(role, 'GET', `${path}${separator}limit=200${suffix}`);
    items.push(...body.items);
    cursor = body.nextCursor;
  } while (cursor !== null);
  return items;
}
