import { z } from 'zod';
import { AUTHORITY_KINDS } from '../../../domain/rulebook/proposal.js';
import { NOTICE_KINDS } from '../../../domain/notices/notice.js';
import { placeUnderLaw, toCandidate } from '../../../application/intake/law-of-notice.js';
import { requireCaller } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { candidateView } from '../../../contract/rulebook/candidate.js';
import { country, instant } from '../../../contract/notice-create.js';
import { queryText } from '../../../contract/query.js';
import { regimeVersionView } from '../../../contract/rulebook/rulebook.js';
import { findAuthority } from '../../../registry/people/authorities.js';

const query = z.strictObject({
  jurisdiction: country,
  kind: z.enum(NOTICE_KINDS),
  authority: queryText(100).optional().describe('Id of the authority in the directory'),
  authorityKind: z.enum(AUTHORITY_KINDS).optional().describe('For an issuer that is not in the directory'),
  text: queryText(2_000).optional().describe('Subject of the document, or the beginning of its text'),
  at: instant.optional().describe('Time of receipt (default: now)'),
});

const proposalView = regimeVersionView
  .pick({ id: true, version: true, title: true, status: true })
  .extend({ candidates: z.array(candidateView).describe('Other laws that may apply, matched by words in the text') });

/** `GET /v1/rulebook/proposal`: the law that intake would choose for a notice that names none. */
export function registerGetProposal(app: Api, context: ApiContext): void {
  const schema = {
    summary: 'Propose the law for a notice',
    tags: ['rulebook'],
    querystring: query,
    response: { 200: proposalView },
  };
  app.get('/v1/rulebook/proposal', { schema }, async (request) => {
    requireCaller(request);
    const { jurisdiction, kind, authority, authorityKind, text, at } = request.query;
    const known = authority === undefined ? undefined : await findAuthority(context.db, authority);
    const document = { jurisdiction, kind, authorityId: authority, authorityKind: known?.kind ?? authorityKind, text };
    const { regime, candidates } = placeUnderLaw(context, document, at === undefined ? context.now() : new Date(at));
    const { id, version, title, status } = regime;
    return { id, version, title, status, candidates: candidates.map(toCandidate) };
  });
}
