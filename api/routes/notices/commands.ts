import { admitCommand, type AdmittedCommand } from '../../../application/commands/admit-command.js';
import { commandNotice } from '../../../application/commands/command-notice.js';
import { commandBodies } from '../../../contract/commands.js';
import { commandedNotice } from '../../../contract/notice-view.js';
import { getKeys } from '../../../domain/record-keys.js';
import { readId } from '../../access.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { readIdempotencyKey, sendAnswer } from '../../idempotency.js';
import { readWriteAct } from '../../step-up.js';

declare module 'fastify' {
  interface FastifyRequest {
    command: AdmittedCommand | null;
  }
}

export function registerCommands(app: Api, context: ApiContext): void {
  app.decorateRequest('command', null);
  for (const route of getKeys(commandBodies)) {
    const schema = {
      tags: ['commands'],
      summary: `${route} a notice`,
      body: commandBodies[route],
      response: { 200: commandedNotice },
    };
    app.route({
      method: 'POST',
      url: `/v1/notices/:id/${route}`,
      schema,
      // Before the body is validated: who may not do it learns that first.
      preValidation: async (request) => {
        request.body ??= {};
        const order = { id: readId(request), route, key: readIdempotencyKey(request) };
        request.command = await admitCommand(context, requireCaller(request), order);
      },
      handler: async (request, reply) => {
        const { command } = request;
        if (command === null) throw new Error('a command is admitted before it is handled');
        if (command.row.secrecy_level === 'open') request.caused = command.commandId;
        const sent = { ...command, body: request.body, act: readWriteAct(request) };
        return sendAnswer(reply, await commandNotice(context, sent));
      },
    });
  }
}
