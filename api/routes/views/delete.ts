import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { can } from '../../../domain/people/permission.js';
import { deleteSavedView, findSavedView } from '../../../registry/notices/saved-views.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';

/** `DELETE /v1/views/{id}`: by its author or an admin. Another person's view that is not shared counts as unknown. */
export function registerDeleteView(app: Api, { db }: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Delete a view',
    tags: ['views'],
    querystring: noQuery,
    response: { 204: z.null() },
  };
  app.delete('/v1/views/:id', { schema }, async (request, reply) => {
    const { person, roles } = requireCaller(request);
    const { id } = request.params;
    const view = isUuid(id) ? await findSavedView(db, id) : undefined;
    const admin = can(roles, 'people.manage');
    const mine = view?.owner === person.id;
    if (view === undefined || !(mine || admin || view.shared))
      throw new ApiProblem('not-found', 'There is no such view.');
    if (!mine && !admin)
      throw new ApiProblem('forbidden', 'Only the person who saved this view, or an admin, can delete it.');
    await deleteSavedView(db, id);
    return reply.code(204).send(null);
  });
}
