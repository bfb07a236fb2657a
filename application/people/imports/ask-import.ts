import type { z } from 'zod';
import type { importPreview, importWrite } from '../../../contract/imports/cases.js';
import { CURES } from '../../../domain/commands/cures.js';
import type { ChangeContent } from '../../../domain/changes/change.js';
import { getErrorCode } from '../../../domain/error-parts.js';
import { checkCases, type CaseProblem } from '../../../domain/imports/check-cases.js';
import { countCases, toCaseLedger, type ImportedCase } from '../../../domain/imports/imported-case.js';
import { readTarget } from '../../../domain/targets/target.js';
import { findOrigin } from '../../../registry/audit/checkpoints.js';
import type { Connection } from '../../../registry/db.js';
import { applyImport, findPresent, insertImport, type PreparedCase } from '../../../registry/imports/imports.js';
import { sha256OfJson } from '../../../registry/json-hash.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import type { Acting } from '../../acting.js';
import { toActor } from '../../caller.js';
import { invalid, Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';
import { askChange, type Pending } from '../changes.js';

type ImportWrite = z.output<typeof importWrite>;
type Checking = Pick<Services, 'db' | 'now' | 'rulebook'>;

const LISTED_PROBLEMS = 200;
const ALREADY_THERE = '23505';

async function findProblems(
  services: Checking,
  db: Connection,
  cases: readonly ImportedCase[],
): Promise<CaseProblem[]> {
  return checkCases(cases, {
    nowMs: services.now().getTime(),
    isLaw: (id) => services.rulebook.regimeById(id) !== undefined,
    present: await findPresent(db, cases),
    ownSource: await findOrigin(db),
  });
}

/** Checks a file of cases and stores nothing. */
export async function previewImport(
  services: Checking,
  { cases }: ImportWrite,
): Promise<z.output<typeof importPreview>> {
  const problems = await findProblems(services, services.db, cases);
  return {
    ...countCases(cases),
    digest: sha256OfJson(cases),
    problems: problems.slice(0, LISTED_PROBLEMS),
    problemsTotal: problems.length,
  };
}

/** Requests an import, all of the file or nothing; a second person confirms its digest and counts. */
export async function askImport(asking: Acting, { name, cases }: ImportWrite): Promise<Pending> {
  const { trx, services } = asking;
  const [first, ...others] = await findProblems(services, trx, cases);
  if (first !== undefined) {
    const more = others.length === 0 ? '' : ` There are ${others.length} more problems: preview the import.`;
    throw invalid(`/cases${first.path}`, `${first.message}${more}`);
  }
  const digest = sha256OfJson(cases);
  const sources = [...new Set(cases.map(({ source }) => source))].sort();
  const pending = await askChange(asking, {
    kind: 'import',
    before: null,
    after: { name, digest, sources, ...countCases(cases) },
  });
  const prepared = cases.map((one) => prepare(one, services.newId()));
  await insertImport(trx, { id: pending.change, digest, cases: prepared });
  return pending;
}

function prepare(one: ImportedCase, id: string): PreparedCase {
  const targets = one.targets.map((target) => ({ ...target, normalised: readTarget(target).normalised }));
  return { ...one, id, targets, digest: sha256OfJson(one), ledger: sha256OfJson(toCaseLedger(one)) };
}

/** Makes the cases once confirmed. Throws `illegal_transition` if one of them was imported in the meantime. */
export async function applyCaseImport(
  { trx, services, caller }: Acting,
  { change, content }: { change: string; content: Extract<ChangeContent, { kind: 'import' }> },
): Promise<void> {
  const at = services.now();
  try {
    await applyImport(trx, { id: change, at });
  } catch (error) {
    if (getErrorCode(error) !== ALREADY_THERE) throw error;
    throw new Refusal('illegal_transition', `Some of these cases have been imported since. ${CURES.requestAgain}`);
  }
  const { name: _, ...detail } = content.after;
  await appendAudit(trx, [
    { at, noticeId: null, actor: toActor(caller), action: 'cases_imported', detail: { change, ...detail } },
  ]);
}
