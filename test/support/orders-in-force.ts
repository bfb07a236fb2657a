import { sql } from 'kysely';
import type { ApiHarness } from './api-harness.js';
import type { createDomainEngine } from './domain-engine.js';

const ORDER_DOCUMENT = {
  name: 'order.txt',
  mediaType: 'text/plain',
  contentBase64: Buffer.from('Order').toString('base64'),
};

type Who = Parameters<ApiHarness['post']>[1];
export type OrdersInForce = ReturnType<typeof ordersInForce>;
let names = 0;

export function ordersInForce(api: ApiHarness, engine: ReturnType<typeof createDomainEngine>) {
  async function send(id: string, command: string, body: object, as: Who = 'reviewer') {
    const answer = await api.post(`/v1/notices/${id}/${command}`, as, body);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json();
  }
  const decide = (id: string, select: object, action: string, ground = 'legal_basis_met') =>
    send(id, 'decide', { select, action, grounds: [ground] });

  /** Returns a notice in review; questions about its document are answered unless given. */
  async function received(count: number, { read = {}, ...patch }: { read?: object } & Record<string, unknown> = {}) {
    const targets = Array.from({ length: count }, () => ({ type: 'account', locator: `@in-force${(names += 1)}` }));
    const { id } = await api.receive({ targets, documents: [ORDER_DOCUMENT], reference: `N/${names}`, ...patch });
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    await send(id, 'triage', read);
    return id;
  }

  async function approveAll(
    id: string,
    { submission }: { submission: { number: number; digest: string; approverSlots: string[] } },
  ) {
    for (const who of submission.approverSlots as ('approver' | 'counsel')[])
      await send(id, 'approve', { submission: submission.number, digest: submission.digest }, who);
  }

  async function carriedOut(id: string) {
    await sql`
      insert into operation (key, notice_id, submission, target_no, action, type, status)
      select notice_id || ':' || submission || ':' || no || ':' || action, notice_id, submission, no, action, type, 'applied'
      from target where notice_id = ${id}::uuid and status = 'approved' and action in ('withhold', 'preserve')`.execute(
      api.db,
    );
    await sql`update target set status = 'applied' where notice_id = ${id}::uuid and status = 'approved'
      and action in ('withhold', 'preserve')`.execute(api.db);
    const { ledger } = engine.stateOf(id);
    await engine.settle(id, 'enforce', { ok: true, ledger: { ...ledger, applied: ledger.targets } });
    while (engine.stateOf(id).stage === 'reporting') await engine.settle(id, 'send_letter', { ok: true });
  }

  async function inForce(
    count: number,
    { action = 'withhold', ...patch }: { action?: string } & Record<string, unknown> = {},
  ) {
    const id = await received(count, patch);
    await decide(id, { all: true }, action);
    await approveAll(id, await send(id, 'submit', {}));
    await carriedOut(id);
    return id;
  }

  return { send, decide, received, approveAll, carriedOut, inForce };
}
