import { askKey, type MadeKey } from '../../../application/people/keys.js';
import { changeRequested, keyWrite, newKey } from '../../../contract/people/admin.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { needStepUpFor } from '../../step-up.js';
import { toAnswer } from '../answer-change.js';
import { answerWrite } from '../answer-write.js';

export function toNewKey({ id, person, name, roles, expiresAt, speaksFor, text }: MadeKey) {
  return {
    answer: { id, person, name, roles, expiresAt: expiresAt.toISOString(), speaksFor },
    shownOnce: { key: text },
  };
}

/**
 * `POST /v1/keys`: creates a key for oneself (201), shown only in this answer; the database stores a hash. A key for
 * another person, or one that speaks for authorities, waits for a second person (202), and its owner claims it.
 */
export function registerCreateKey(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Create a key; it is shown once',
    description:
      'A key for another person, or one that speaks for authorities, must be confirmed by a second admin or counsel; its owner then gets it with `POST /v1/keys/claim`.',
    tags: ['keys'],
    querystring: noQuery,
    body: keyWrite,
    response: { 201: newKey, 202: changeRequested },
  };
  app.post('/v1/keys', { schema, preValidation: needs('keys.manage') }, async (request, reply) => {
    const { person, name, roles, expiresAt, speaksFor = [], assertion } = request.body;
    const body = {
      person: isUuid(person) ? { id: person } : { email: person },
      name,
      roles,
      expiresAt: expiresAt == null ? null : new Date(expiresAt),
      speaksFor,
    };
    return answerWrite(context, { request, reply, scope: 'POST /v1/keys' }, async (trx) => {
      const asking = { trx, services: context, caller: requireCaller(request) };
      await needStepUpFor(asking, request, assertion);
      const outcome = await askKey(asking, body);
      return toAnswer(outcome, (made) => ({ status: 201, location: null, ...toNewKey(made) }));
    });
  });
}
