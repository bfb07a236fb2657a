import { askAuthority } from '../../../application/people/authorities.js';
import { authorityView, authorityWrite, changeRequested } from '../../../contract/people/admin.js';
import { noQuery } from '../../../contract/query.js';
import type { Authority } from '../../../registry/people/authorities.js';
import { requireCaller, needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { needStepUpFor } from '../../step-up.js';
import { toAnswer } from '../answer-change.js';
import { answerWrite } from '../answer-write.js';

/**
 * `POST /v1/authorities`: adds an entry (201) or changes a known one (200). Verifying an authority, and changing how a
 * verified one is reached, waits for a second person (202). Every change is audited with both values.
 */
export function registerCreateAuthority(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Add or change an authority',
    description:
      'A second admin or counsel must confirm a changed letters or call-back contact, domain or signer of a verified authority, and the verification of an authority. A new contact takes effect DESK_CONTACT_DELAY after that.',
    tags: ['authorities'],
    querystring: noQuery,
    body: authorityWrite,
    response: { 200: authorityView, 201: authorityView, 202: changeRequested },
  };
  app.post('/v1/authorities', { schema, preValidation: needs('authorities.write') }, async (request, reply) => {
    const { assertion, ...entry } = request.body;
    // Validated by `authorityWrite`: optional fields are absent or text, never undefined in JSON.
    const authority = JSON.parse(JSON.stringify(entry)) as Authority;
    return answerWrite(context, { request, reply, scope: 'POST /v1/authorities' }, async (trx) => {
      const asking = { trx, services: context, caller: requireCaller(request) };
      await needStepUpFor(asking, request, assertion);
      const outcome = await askAuthority(asking, authority);
      return toAnswer(outcome, ({ authority: saved, isNew }) => ({
        status: isNew ? 201 : 200,
        answer: { ...saved },
        location: null,
      }));
    });
  });
}
