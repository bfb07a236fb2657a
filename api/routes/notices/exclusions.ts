import { excludePerson, flagStaffRisk, readmitPerson } from '../../../application/people/exclusions.js';
import { idParams, partParams } from '../../../contract/params.js';
import {
  exclusionView,
  exclusionWrite,
  readmissionWrite,
  staffRiskAnswer,
  staffRiskWrite,
} from '../../../contract/people/exclusions.js';
import { noticeTo, readPartNumber } from '../../access.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

export function registerExclusions(app: Api, context: ApiContext): void {
  const shared = { tags: ['notices'], find: noticeTo(context, 'facts') };
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/exclusions',
    params: idParams,
    summary: 'Recuse yourself from a notice, or exclude another person from it',
    description:
      'The person can then neither be assigned nor decide, submit or approve, and an approval already given no longer counts. 409 while the notice is assigned to the person.',
    admit: 'recuse',
    body: exclusionWrite,
    response: { 201: exclusionView },
    write: async (acting, { found: row, body }) => ({
      answer: await excludePerson(acting, { noticeId: row.id, ...body }),
    }),
  });
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/exclusions/:n/end',
    params: partParams,
    summary: 'Let a recused or excluded person act on a notice again',
    admit: 'exclude',
    body: readmissionWrite,
    response: { 200: exclusionView },
    write: async (acting, { found: row, params: { n }, body }) => ({
      answer: await readmitPerson(acting, { noticeId: row.id, number: readPartNumber(n), ...body }),
    }),
  });
  writeRoute(app, context, {
    ...shared,
    url: '/v1/notices/:id/staff-risk',
    params: idParams,
    summary: 'Flag that a notice puts staff in danger, or clear the flag',
    admit: 'recuse',
    body: staffRiskWrite,
    response: { 200: staffRiskAnswer },
    write: async (acting, { found: row, body }) => ({
      answer: await flagStaffRisk(acting, { noticeId: row.id, ...body }),
    }),
  });
}
