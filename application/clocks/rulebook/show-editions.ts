import { canonicalJson } from '../../../domain/canonical-json.js';
import { missingApproval } from '../../../domain/rulebook/edition.js';
import { getKeys } from '../../../domain/record-keys.js';
import type { Connection } from '../../../registry/db.js';
import {
  findDigestInEffect,
  listEditionActs,
  listEditionStatuses,
  type EditionAct,
  type EditionStatus,
} from '../../../registry/rulebook/edition-status.js';
import { readEdition } from '../../../registry/rulebook/rulebook-editions.js';
import { changeOfEdition } from '../../../rulebook/changelog.js';
import type { RulebookDifference } from '../../../rulebook/diff.js';
import type { RulebookContent } from '../../../rulebook/rulebook.js';
import { listCounting } from './editions.js';

export interface ShownEdition extends EditionStatus {
  inEffect: boolean;
  approvals: EditionAct[];
  missing: 'counsel' | 'another' | null;
  refused: EditionAct | null;
  differences: RulebookDifference[];
  /** Sections that differ, even where no difference can be worded: approvers must see all that they approve. */
  sections: string[];
}

export async function showEditions(db: Connection): Promise<ShownEdition[]> {
  const inEffect = await findDigestInEffect(db);
  const present = inEffect === undefined ? undefined : await readEdition(db, inEffect.edition);
  const shown: ShownEdition[] = [];
  for (const status of await listEditionStatuses(db)) {
    const isOpen = status.state === 'proposed';
    const content = isOpen ? await readEdition(db, status.edition) : undefined;
    const approvals = isOpen ? await listCounting(db, status.digest) : await listApprovals(db, status.digest);
    const refusal = (await listEditionActs(db, status.digest)).find(({ kind }) => kind === 'refuse') ?? null;
    shown.push({
      ...status,
      inEffect: inEffect?.digest === status.digest,
      approvals,
      missing: isOpen ? missingApproval(approvals) : null,
      refused: refusal,
      ...compare(status, { present, content }),
    });
  }
  return shown;
}

async function listApprovals(db: Connection, digest: string): Promise<EditionAct[]> {
  return (await listEditionActs(db, digest)).filter(({ kind }) => kind === 'approve');
}

function compare(
  { edition: number, proposedAt: at }: EditionStatus,
  { present, content }: { present: RulebookContent | undefined; content: RulebookContent | undefined },
): Pick<ShownEdition, 'differences' | 'sections'> {
  if (present === undefined || content === undefined) return { differences: [], sections: [] };
  return {
    differences: changeOfEdition({ number, at, content }, present).differences,
    sections: getKeys(content).filter((part) => canonicalJson(content[part]) !== canonicalJson(present[part])),
  };
}
