import type { UnsealedAnswer } from '../../../activities/refused-payloads.js';
import type { TransitionEntry } from '../../../domain/notices/notice-state.js';
import type { NoticeProjection } from '../../../domain/notices/projection.js';

/** A fake registry: keeps what it is sent and checks the order of versions strictly. */
export class FakeRegistry {
  readonly projections: NoticeProjection[] = [];
  readonly entries: TransitionEntry[] = [];
  readonly forged = new Set<string>();
  readonly impossible = new Set<string>();
  failsAs: 'Impossible' | 'Superseded' | null = null;
  readonly dropped: string[] = [];
  readonly unsealed: UnsealedAnswer[] = [];
  /** What Temporal returns instead of the record step's next answers: a result, or an unsealed failure. */
  readonly forgedAnswers: ({ result: unknown } | 'failure')[] = [];
  private heldBack = false;

  get held(): boolean {
    return this.heldBack;
  }

  hold(): void {
    this.heldBack = true;
  }

  letGo(): void {
    this.heldBack = false;
  }

  get latest(): NoticeProjection | undefined {
    return this.projections.at(-1);
  }

  get actions(): string[] {
    return this.entries.map(({ action }) => action);
  }

  record(projection: NoticeProjection): void {
    const before = this.latest?.version ?? 1;
    if (projection.version <= before) {
      throw new Error(`Version ${projection.version} was recorded after version ${before}: versions only grow.`);
    }
    let last = before;
    for (const entry of projection.unrecorded) {
      if (entry.version <= before)
        throw new Error(`An entry of version ${entry.version} was recorded twice (at version ${before}).`);
      // Only a rebuild and the entries about a forged command may skip versions.
      const skips =
        (entry.action === 'repair' && entry.detail.action === 'rebuild') ||
        entry.action === 'command_forged' ||
        entry.action === 'command_undone';
      if (entry.version > last + 1 && !skips) throw new Error(`Nothing was told of version ${last + 1}.`);
      last = Math.max(last, entry.version);
    }
    if (last !== projection.version) throw new Error(`Nothing was told of version ${projection.version}.`);
    this.projections.push(projection);
    this.entries.push(...projection.unrecorded);
  }
}
