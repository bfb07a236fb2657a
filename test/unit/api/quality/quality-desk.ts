import { sql } from 'kysely';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';

export type Who = Parameters<ApiHarness['post']>[1];
export const WITHHOLD = { action: 'withhold', grounds: ['legal_basis_met'] };
export const LABEL = { action: 'label', grounds: ['legal_basis_met'] };

/** A desk whose acting drafts are sampled at this rate, with a second and a third reviewer. */
export async function startQualityDesk(secondReviewPercent: number) {
  const api = await startDomainApi(createDomainEngine(), { secondReviewPercent });
  const people = {
    reviewer2: await api.addPerson('Reviewer2', ['reviewer']),
    reviewer3: await api.addPerson('Reviewer3', ['reviewer']),
    counsel2: await api.addPerson('Counsel2', ['counsel']),
  };
  const send = (id: string, command: string, body: object, as: Who = 'reviewer') =>
    api.post(`/v1/notices/${id}/${command}`, as, body);

  /** A notice whose targets the first reviewer has drafted. */
  async function draft(count: number, prefix: string, patch: object = {}): Promise<string> {
    const targets = Array.from({ length: count }, (_, no) => ({ type: 'account', locator: `@${prefix}${no + 1}` }));
    const { id } = await api.receive({ targets, body: `Order ${prefix}: withhold these accounts.`, ...patch });
    await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
    await send(id, 'triage', {}, 'counsel');
    await send(id, 'decide', { select: { all: true }, ...WITHHOLD });
    return id;
  }

  /** The same, in force. */
  async function decide(count: number, prefix: string, patch: object = {}): Promise<string> {
    const id = await draft(count, prefix, patch);
    await sql`update target set status = 'applied' where notice_id = ${id}::uuid`.execute(api.db);
    await sql`update notice set stage = 'in_force' where id = ${id}::uuid`.execute(api.db);
    return id;
  }

  const queue = async (as: Who): Promise<Queued[]> =>
    (await api.get('/v1/second-reviews?limit=200&count=true', as)).json().items;
  const answer = (id: string, body: object, as: Who) => api.post(`/v1/second-reviews/${id}`, as, body);
  return { api, ...people, send, draft, decide, queue, answer };
}

export interface Queued {
  id: string;
  locator: string;
}

export type QualityDesk = Awaited<ReturnType<typeof startQualityDesk>>;

export const readSlug = (answer: { json(): { type: string } }) => answer.json().type.split(':').at(-1);

export async function markAll(
  { api }: { api: ApiHarness },
  { id, targets, set = 'First set', as = 'counsel' }: { id: string; targets: number[]; set?: string; as?: Who },
) {
  return api.post(`/v1/notices/${id}/golden`, as, { set, targets });
}

export async function confirmAll({ api }: { api: ApiHarness }, as: HarnessPerson | 'approver' = 'approver') {
  const { items } = (await api.get('/v1/golden-items?state=pending&limit=200', as)).json();
  return api.post('/v1/golden-items/confirm', as, { items: items.map(({ id }: { id: string }) => id) });
}
