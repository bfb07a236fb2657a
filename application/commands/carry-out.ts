import type { CommandBody } from '../../contract/commands.js';
import { COMMAND_TABLE } from '../../domain/commands/command-table.js';
import type { CommandStepUp } from '../acting.js';
import type { NoticeViewing } from '../intake/notice/notice-view.js';
import type { Services } from '../services.js';
import type { AdmittedCommand } from './admit-command.js';
import { isRegistryRoute, toActName } from './command-routes.js';
import { copyEarlier } from './copy-decisions.js';
import { decideTargets } from './decide.js';
import type { DraftOrder } from './drafting.js';
import { linkQuietly } from './link-quietly.js';
import { PREPARATIONS, type RegistryRoute, type WorkflowRoute } from './prepare.js';
import type { Preparing } from './preparing.js';
import { reclassify } from './reclassify.js';
import { runCommand } from './run-command.js';
import { secondReview } from './second-review.js';
import { undoDecide } from './undo-decide.js';
import { viewAfter } from './view-after.js';

const REGISTRY_ACTS: {
  [Route in RegistryRoute]: (services: Services, order: DraftOrder<CommandBody<Route>>) => Promise<unknown>;
} = {
  decide: decideTargets,
  'undo-decide': undoDecide,
  'copy-decisions': copyEarlier,
  'second-review': secondReview,
  reclassify,
};

interface Order extends AdmittedCommand {
  body: unknown;
  stepUp: CommandStepUp | null;
  /** Called once the command is on record. */
  onRecord: () => void;
}

export async function carryOut(
  services: Services & NoticeViewing,
  { row, caller, route, key, commandId, stepUp, onRecord, ...order }: Order,
): Promise<Record<string, unknown>> {
  const body = order.body as DraftOrder<unknown>['body'];
  const shared = { row, caller, commandId, stepUp };
  const unchanged = { version: row.version, commandId: null };
  if (isRegistryRoute(route)) {
    const draft = REGISTRY_ACTS[route] as (services: Services, order: DraftOrder<unknown>) => Promise<unknown>;
    const result = await draft(services, { ...shared, body });
    const view = await viewAfter(services, shared, unchanged);
    return { ...view, ...(result === undefined ? {} : { result }) };
  }
  if (
    route === 'link' &&
    (await linkQuietly(services, { ...shared, body: body as DraftOrder<CommandBody<'link'>>['body'] }))
  )
    return viewAfter(services, shared, unchanged);
  const prepare = PREPARATIONS[route] as (
    preparing: Preparing,
    body: unknown,
  ) => ReturnType<(typeof PREPARATIONS)[WorkflowRoute]>;
  const name = toActName(route);
  const version = await runCommand({
    ...shared,
    context: services,
    name,
    shared: body,
    repeatable: key !== undefined,
    preparesRows: COMMAND_TABLE[name].preparesRows === true,
    onCommand: onRecord,
    prepare: (preparing) => prepare(preparing, body),
  });
  return viewAfter(services, shared, { version, commandId });
}
