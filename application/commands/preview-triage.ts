import type { z } from 'zod';
import type { triageQuestion } from '../../contract/triage/preview.js';
import { carryAcknowledged } from '../../domain/clocks/meet-clocks.js';
import { listAskedDates } from '../../domain/rulebook/asked-dates.js';
import type { RegimeVersion } from '../../domain/rulebook/regime.js';
import type { OpenedClock } from '../../domain/open-clocks/opened-clock.js';
import { listAcknowledged } from '../../registry/clocks/clock-views.js';
import { toSecrecy } from '../../registry/notices/row-secrecy.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import { needNotice } from '../access.js';
import type { Caller } from '../caller.js';
import { clocksOfNotice } from '../clocks/clocks-of-notice.js';
import { toChecklist } from '../clocks/rulebook/checklist.js';
import { findRegime } from '../clocks/rulebook/law-of-notice.js';
import { readDeadline } from '../intake/read-notice.js';
import type { Services } from '../services.js';
import { readNewFacts, toTriageFacts } from './prepare-triage.js';

type Question = z.infer<typeof triageQuestion>;

/** Computes what triage would ask and start with these answers. Writes nothing. */
export async function previewTriage(services: Services, caller: Caller, { id, ...sent }: Question & { id: string }) {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const { rulebook, companyLanguages } = services;
  const kept = sent.regime === undefined || sent.regime === row.regime_id ? findNoticeLaw(rulebook, row) : undefined;
  const law = kept ?? findRegime(services, sent.regime ?? row.regime_id, row.received_at, '/regime');
  const deadline = sent.orderedDeadline;
  const facts = {
    ...toTriageFacts(row),
    ...readNewFacts(row, sent.facts),
    ...(deadline == null
      ? {}
      : { orderedDeadline: { ...readDeadline(deadline), confirmed: false, enteredBy: caller.person.id } }),
    receivedAt: row.received_at,
    secret: toSecrecy(row).level !== 'open' || (law.secrecy !== null && law.secrecy.level !== 'open'),
  };
  const { clocks, problems, undercut } = clocksOfNotice(services, law, facts);
  const carried = carryAcknowledged(
    await listAcknowledged(services.db, id),
    clocks.map(({ clock }) => clock),
  );
  return {
    regime: { id: law.id, version: law.version, title: law.title, jurisdiction: law.jurisdiction },
    dates: listAskedDates([
      law,
      ...law.alongside.flatMap((other) => rulebook.regimeAt(other, row.received_at.getTime()) ?? []),
    ]),
    checklist: toChecklist(rulebook, { ...row, regime_id: law.id, regime_version: law.version }, companyLanguages),
    clocks: clocks.map((opened, at) => toPreviewedClock({ ...opened, clock: carried[at] ?? opened.clock })),
    waiting: listWaiting(law, clocks),
    problems,
    undercut,
  };
}

function toPreviewedClock({ clock, receipt }: OpenedClock) {
  return {
    kind: clock.kind,
    owner: clock.owner,
    basis: clock.basis,
    form: clock.form ?? 'ceiling',
    state: clock.state,
    confirmed: clock.confirmed,
    startsAt: new Date(clock.startsAtMs).toISOString(),
    dueAt: clock.dueAtMs === null ? null : new Date(clock.dueAtMs).toISOString(),
    confidence: receipt.confidence,
    receipt: { ...receipt },
  };
}

/** The order itself starts a clock without counting, and a floor is no deadline. */
function listWaiting({ clocks: rules }: RegimeVersion, opened: readonly OpenedClock[]) {
  return rules
    .filter(({ counting, form, status }) => counting !== null && form !== 'floor' && status === 'in_force')
    .filter(({ kind, owner }) => !opened.some(({ clock }) => clock.kind === kind && clock.owner === owner))
    .map(({ kind, owner, startsOn }) => ({ kind, owner, for: startsOn }));
}
