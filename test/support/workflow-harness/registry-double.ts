import type { UnsealedAnswer } from '../../../activities/refused-payloads.js';
import type { TransitionEntry } from '../../../domain/notice/notice-state.js';
import type { NoticeProjection } from '../../../domain/notice/projection.js';

/** Stands for the registry: keeps what it is told and is strict about the order of versions. */
export class RegistryDouble {
  readonly projections: NoticeProjection[] = [];
  readonly entries: TransitionEntry[] = [];
  /** Ids of commands that the desk never sent. */
  readonly forged = new Set<string>();
  /** Ids of commands that say what it cannot hold. */
  readonly impossible = new Set<string>();
  /** Fails every record for good, by this name. */
  failsAs: 'Impossible' | 'Superseded' | null = null;
  /** Ids of commands that were told to be refused after all. */
  readonly dropped: string[] = [];
  /** Answers to steps that were not the desk's, as they were reported. */
  readonly unsealed: UnsealedAnswer[] = [];
  /** What Temporal hands over in place of the next answers of the record step: a result, or a failure that nobody sealed. */
  readonly forgedAnswers: ({ result: unknown } | 'failure')[] = [];
  private heldBack = false;

  get held(): boolean {
    return this.heldBack;
  }

  /** While held, the database gives no answer. */
  hold(): void {
    this.heldBack = true;
  }

  letGo(): void {
    this.heldBack = false;
  }

  get latest(): NoticeProjection | undefined {
    return this.projections.at(-1);
  }

  /** What happened, by name, oldest first. */
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
        throw new Error(`An entry of version ${entry.version} was told twice (at ${before}).`);
      // Only a rebuild goes beyond what the workflow itself has told, and the word of a forged command over what it had made.
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
