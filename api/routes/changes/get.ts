import { changeView } from '../../../contract/people/admin.js';
import { idParams } from '../../../contract/params.js';
import { noQuery } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';
import { findChange } from '../../../registry/changes/changes.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { toChangeView } from './view.js';
import { CURES } from '../../../domain/commands/cures.js';

export function noSuchChange(): ApiProblem {
  return new ApiProblem('not-found', CURES.noChange);
}

export function registerGetChange(app: Api, { db }: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Get a change',
    tags: ['changes'],
    querystring: noQuery,
    response: { 200: changeView },
  };
  app.get('/v1/changes/:id', { schema, preValidation: needs('changes.read') }, async (request) => {
    const { id } = request.params;
    const row = isUuid(id) ? await findChange(db, id) : undefined;
    if (row === undefined) throw noSuchChange();
    return toChangeView(row);
  });
}
