import { expect, test } from '@jest/globals';
import { commandBodies } from '../../../../contract/commands.js';
import { COMMAND_TABLE } from '../../../../domain/commands/command-table.js';

test('every command that a notice offers has a route, and no other has one', () => {
  const offered = Object.entries(COMMAND_TABLE).flatMap(([name, { stages }]) => (stages.length > 0 ? [name] : []));
  const routes = Object.keys(commandBodies).map((route) => route.replaceAll('-', '_'));
  expect(routes.sort()).toEqual(offered.sort());
});
