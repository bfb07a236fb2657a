import { decideContestedRule } from '../../../application/clocks/rulebook/contested-rules.js';
import { contestedDecided, contestedWrite } from '../../../contract/notice-acts.js';
import { idParams } from '../../../contract/params.js';
import { findReadableNotice } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

export function registerContestedRules(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    url: '/v1/notices/:id/contested-rules',
    params: idParams,
    summary: "Decide a contested rule of a notice's law",
    description:
      'Counsel only. Until then nothing is published and affected people are not notified. The latest decision applies; 409 if the law has no such contested rule.',
    tags: ['notices'],
    body: contestedWrite,
    response: { 200: contestedDecided },
    admit: 'decide_contested',
    find: (request) => findReadableNotice(context, request),
    write: async (acting, { found: { row }, body }) => ({
      answer: await decideContestedRule(acting, { row, ...body }),
    }),
  });
}
