import { z } from 'zod';
import { idParams } from '../../../contract/params.js';
import { viewRegime } from '../../../rulebook/regime-view.js';
import { upcomingVersion } from '../../../rulebook/rulebook.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { ApiProblem } from '../../problems.js';
import { instant } from '../../../contract/notice-create.js';
import { regimeView } from '../../../contract/rulebook/rulebook.js';

const query = z.strictObject({ at: instant.optional().describe('Default: now') });

export function registerGetRegime(app: Api, context: ApiContext): void {
  const schema = {
    params: idParams,
    summary: 'Get a law as of a given time',
    tags: ['rulebook'],
    querystring: query,
    response: { 200: regimeView },
  };
  app.get('/v1/rulebook/regimes/:id', { schema }, async (request) => {
    requireCaller(request);
    const { rulebook, now } = context;
    const { id } = request.params;
    const { at } = request.query;
    const regime = rulebook.regimeById(id);
    if (regime === undefined) {
      throw new ApiProblem(
        'not-found',
        `There is no such regime. The nearest ids are ${rulebook.nearestRegimeIds(id, 3).join(', ')}.`,
      );
    }
    const atMs = at === undefined ? now().getTime() : Date.parse(at);
    const upcoming = upcomingVersion(regime, atMs);
    if (upcoming !== undefined) return { ...viewRegime(regime, upcoming), status: 'not_in_force' as const };
    const governing = rulebook.regimeAt(id, atMs);
    // Without a time, a law that has ended is shown as it last stood.
    const version = governing ?? (at === undefined ? regime.versions.at(-1) : undefined);
    if (version === undefined)
      throw new ApiProblem('not-found', `No version of ${regime.id} governs a notice received at that time.`);
    return viewRegime(regime, version);
  });
}
