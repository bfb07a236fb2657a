import type { z } from 'zod';
import type { routingView, routingWrite } from '../../contract/people/routing.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { CURES } from '../../domain/commands/cures.js';
import type { ChangeContent } from '../../domain/changes/change.js';
import type { RoutingRule } from '../../domain/notices/routing.js';
import { ask } from '../../registry/ask.js';
import type { Connection } from '../../registry/db.js';
import { listUnknownAuthorities } from '../../registry/people/authorities.js';
import { findPerson } from '../../registry/people/people.js';
import { queryRoutingRules, saveRoutingRules } from '../../registry/people/routing.js';
import type { Acting } from '../acting.js';
import { invalid, Refusal } from '../refusal.js';
import { confirmWrite } from '../step-up.js';
import { askChange, type Pending } from './changes.js';

export async function getRouting({ db }: { db: Connection }): Promise<z.output<typeof routingView>> {
  return { rules: await ask(db, queryRoutingRules()) };
}

/** Requests other routing rules; a second person confirms all of them together. */
export async function askRouting(asking: Acting, { rules }: z.output<typeof routingWrite>): Promise<Pending> {
  await confirmWrite(asking);
  for (const [place, rule] of rules.entries()) await checkRule(asking, rule, `/rules/${place}`);
  const before = await ask(asking.trx, queryRoutingRules());
  return askChange(asking, { kind: 'routing', before: { rules: before }, after: { rules } });
}

async function checkRule({ trx, services }: Acting, rule: RoutingRule, path: string): Promise<void> {
  const law = rule.laws.findIndex((id) => services.rulebook.regimeById(id) === undefined);
  if (law !== -1) throw invalid(`${path}/laws/${law}`, 'The rulebook has no law with this id.');
  const [unknown] = await listUnknownAuthorities(trx, rule.authorities);
  if (unknown !== undefined)
    throw invalid(
      `${path}/authorities/${rule.authorities.indexOf(unknown)}`,
      'The directory has no entry with this id.',
    );
  for (const [place, id] of rule.reviewers.entries())
    if ((await findPerson(trx, { id }))?.active !== true)
      throw invalid(`${path}/reviewers/${place}`, CURES.noActivePerson);
}

/** Throws `illegal_transition` if the rules have changed since the request. */
export async function applyRouting(
  { trx, services }: Acting,
  { before, after }: Extract<ChangeContent, { kind: 'routing' }>,
): Promise<void> {
  const now = await ask(trx, queryRoutingRules());
  if (canonicalJson(now) !== canonicalJson(before.rules))
    throw new Refusal('illegal_transition', `The routing rules have changed since. ${CURES.requestAgain}`);
  await saveRoutingRules(trx, { rules: after.rules, at: services.now() });
}
