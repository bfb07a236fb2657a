import type { Problem } from '../sdk/errors.js';

/** Exit codes are part of the contract: scripts branch on them. */
export const EXIT = { done: 0, refused: 1, usage: 2 } as const;

/** The call itself is wrong; nothing was sent. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The desk refused, or the current state does not allow the act. */
export class RefusedError extends Error {
  override name = 'RefusedError';
}

/** A refusal by the desk, with the data needed to suggest a remedy. */
export class DeskProblemError extends RefusedError {
  override name = 'ProblemError';
  readonly status: number;
  readonly slug: string;
  readonly problem: Problem;
  constructor(problem: Problem, { status, retryHint }: { status: number; retryHint?: string }) {
    const slug = readSlug(problem);
    super(describeProblem(problem, { status, cure: cureFor(slug, { retryHint, problem }) }));
    this.status = status;
    this.slug = slug;
    this.problem = problem;
  }
}

function readSlug(problem: Problem): string {
  return typeof problem.type === 'string' ? (problem.type.split(':').at(-1) ?? '') : '';
}

function describeProblem(problem: Problem, { status, cure }: { status: number; cure: string | undefined }): string {
  const title = problem.title ?? `The desk answered ${status}`;
  const lines = [problem.detail ? `${title}: ${problem.detail}` : title];
  for (const { path, message } of problem.errors ?? []) lines.push(`  ${path || '/'}: ${message}`);
  if (cure !== undefined) lines.push(`  Try: ${cure}`);
  return lines.join('\n');
}

function cureFor(
  slug: string,
  { retryHint, problem }: { retryHint: string | undefined; problem: Problem },
): string | undefined {
  switch (slug) {
    case 'unauthenticated':
      return 'check DESK_KEY, or unset it to use the keys in DESK_HOME/desk.json.';
    case 'forbidden':
      if (problem.stepUp === true) return 'do it in the console, with your passkey (docs/working/admin.md).';
      return 'run it as someone with the permission: --as ROLE (see notice-desk permissions).';
    case 'four-eyes':
      return 'let another person do it: --as approver, --as approver2 or --as counsel.';
    case 'digest-mismatch':
      return 'read the open submission again (notices show ID), then approve the current one.';
    case 'version-conflict':
      return `read the notice again; its version is now ${problem.currentVersion ?? 'different'}.`;
    case 'idempotency-key-reused':
      return 'omit --idempotency-key, or repeat the first request exactly.';
    case 'engine-unavailable':
    case 'idempotency-in-flight':
      return retryHint;
    default:
      return undefined;
  }
}
