import { findSecrecyFloor, isSame, raisedTo, type Secrecy } from '../../../domain/notices/secrecy.js';
import { SYSTEM } from '../../../domain/people/actor.js';
import type { RegimeVersion } from '../../../domain/rulebook/regime.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import type { Connection, Db } from '../../../registry/db.js';
import { lockNotice, type NoticeRow } from '../../../registry/notices/notices.js';
import { listBelowFloor, setSecrecy } from '../../../registry/notices/reclassifications.js';
import type { Caller } from '../../caller.js';
import type { Services } from '../../services.js';
import { raiseEmptySlot } from './needs-people.js';
import { toSecrecy, toLogged } from '../../../registry/notices/row-secrecy.js';

const BATCH = 200;

/**
 * Raises a notice to the secrecy its law requires, if it is lower. The person who has just chosen that law keeps
 * access.
 */
export async function raiseByLaw(
  trx: Connection,
  notice: { row: NoticeRow; regime: RegimeVersion; caller?: Caller; context: Pick<Services, 'gaggedPeople' | 'now'> },
): Promise<Secrecy> {
  const { row, regime, caller, context } = notice;
  const from = toSecrecy(row);
  const raised = raisedTo(from, { floor: findSecrecyFloor(regime), forGags: context.gaggedPeople });
  if (isSame(from, raised)) return from;
  const knows = caller === undefined || from.level !== 'open' ? [] : [caller.person.id];
  const to = { ...raised, people: [...new Set([...raised.people, ...knows])] };
  await setSecrecy(trx, { noticeId: row.id, secrecy: to });
  const detail = { from: toLogged(from), to: toLogged(to), reason: `${regime.id} ${regime.version} requires it.` };
  await appendAudit(trx, [{ at: context.now(), noticeId: row.id, actor: SYSTEM, action: 'reclassify', detail }]);
  if (from.people.length === 0) await raiseEmptySlot(trx, row.id);
  return to;
}

/** Raises open notices whose law has become stricter since they arrived. */
export async function raiseToPresentLaw(
  services: { db: Db } & Pick<Services, 'rulebook' | 'gaggedPeople' | 'now'>,
): Promise<void> {
  const { db, rulebook, ...context } = services;
  for (const regime of rulebook.regimes.flatMap(({ versions }) => versions)) {
    const floor = findSecrecyFloor(regime);
    if (floor === 'open') continue;
    for (let raised = BATCH; raised === BATCH; ) {
      raised = await db.transaction().execute(async (trx) => {
        const below = await listBelowFloor(trx, { id: regime.id, version: regime.version, floor, limit: BATCH });
        for (const id of below) await raiseByLaw(trx, { row: await lockNotice(trx, id), regime, context });
        return below.length;
      });
    }
  }
}
