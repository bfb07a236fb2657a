import type { z } from 'zod';
import { isKnown, type Breach, type Measure, type Throughput } from '../../../domain/clocks/forecast.js';
import { MAX_FORECASTS, type paceView, type statsView } from '../../../contract/stats.js';
import { STAGES } from '../../../domain/notices/notice.js';
import { can } from '../../../domain/people/permission.js';
import type { ForecastClockRow } from '../../../registry/clocks/forecast.js';
import { countAlerts } from '../../../registry/ops/alert-views.js';
import { countByStage, findLastEnforced, type LastEnforced } from '../../../registry/ops/stats.js';
import { toReader, type Caller } from '../../caller.js';
import { findCovers } from '../../clocks/forecast/cover.js';
import { makeForecast } from '../../clocks/forecast/refresh-forecast.js';
import { recordSecretReads } from '../../secret-reads.js';
import type { Services } from '../../services.js';

export async function countQueue(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
): Promise<z.input<typeof statsView>> {
  const { db } = services;
  const question = { reader: toReader(caller), now: services.now() };
  const [stages, alert, last, { pace, forecast }] = await Promise.all([
    countByStage(db, question),
    can(caller.roles, 'alert.read') ? countAlerts(db, { ...question, filters: {} }) : null,
    findLastEnforced(db, question.reader),
    makeForecast(db, question),
  ]);
  const shown = forecast.willMiss.slice(0, MAX_FORECASTS);
  const seen = [
    ...shown.map(({ clock }) => ({ id: clock.noticeId, level: clock.secrecyLevel })),
    ...(last === undefined ? [] : [{ id: last.notice, level: last.secrecy_level }]),
  ];
  await recordSecretReads(services, caller, { seen, list: 'stats' });
  const covers = await findCovers(db, { ...question, clocks: shown.map(({ clock }) => clock) });
  const sum = (pick: (row: (typeof stages)[number]) => number) => stages.reduce((total, row) => total + pick(row), 0);
  return {
    notices: sum((row) => row.notices),
    byStage: Object.fromEntries(
      STAGES.map((stage) => [stage, stages.find((row) => row.stage === stage)?.notices ?? 0]),
    ),
    overdue: sum((row) => row.overdue),
    dueWithin: { '1h': sum((row) => row.due_1h), '4h': sum((row) => row.due_4h), '24h': sum((row) => row.due_24h) },
    alert,
    lastEnforced: last === undefined ? null : toLastEnforced(last),
    pace: toPaceView(pace),
    forecast: {
      at: question.now.toISOString(),
      willMiss: forecast.willMiss.length,
      items: shown.map((breach) => ({ ...toItem(breach), cover: covers.get(breach.clock.id) ?? null })),
      unknown: forecast.unknown,
    },
  };
}

function toLastEnforced({ secrecy_level: _, at, ...last }: LastEnforced): z.input<typeof statsView>['lastEnforced'] {
  return { ...last, at: at.toISOString() };
}

function toPaceView({ draftedPerHour, approvalMs, enforcementMs, metMs }: Throughput): z.input<typeof paceView> {
  const inSeconds = (measure: Measure) => (isKnown(measure) ? Math.round(measure.value / 1000) : null);
  const met = Object.entries(metMs).flatMap(([kind, measure]) => {
    const value = inSeconds(measure);
    return value === null ? [] : [[kind, value]];
  });
  return {
    targetsPerDay: isKnown(draftedPerHour) ? Math.round(draftedPerHour.value * 240) / 10 : null,
    approvalSeconds: inSeconds(approvalMs),
    enforcementSeconds: inSeconds(enforcementMs),
    metSeconds: Object.fromEntries(met),
  };
}

function toItem({ clock, expectedAtMs, why }: Breach<ForecastClockRow>) {
  return {
    notice: clock.noticeId,
    number: clock.number,
    clock: clock.id,
    kind: clock.kind,
    dueAt: new Date(clock.dueAtMs).toISOString(),
    expectedAt: new Date(expectedAtMs).toISOString(),
    why: why(),
  };
}
