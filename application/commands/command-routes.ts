import { isRegistryAct, type ActName } from '../../domain/commands/command-table.js';
import type { CommandName } from '../../domain/commands/command.js';
import type { CommandRoute } from '../../contract/commands.js';
import type { RegistryRoute, WorkflowRoute } from './prepare.js';

/** Whether an act only touches the database, without the workflow. */
export function isRegistryRoute(route: CommandRoute): route is RegistryRoute {
  return isRegistryAct(toActName(route));
}

export function toActName(route: WorkflowRoute): CommandName;
export function toActName(route: CommandRoute): ActName;
export function toActName(route: CommandRoute): ActName {
  return route.replaceAll('-', '_') as ActName;
}
