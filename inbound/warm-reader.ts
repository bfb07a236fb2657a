import { WARM_PROGRAM } from '../client/lists/fenced-programs.js';
import { WarmProcess } from '../sandbox/warm-process.js';
import { filesOf, type FencedMail, type MailTask } from './read-fenced.js';

/** Loading the parsers takes 0.4 s of work and reading a text some milliseconds: over 50 it no longer counts. */
const MAX_MAILS = 50;

/** A sandboxed process that is kept for the next message, for messages that are text alone (docs/adr/0035). */
export class WarmReader {
  private process: WarmProcess | null = null;
  private files: string | null = null;
  private earlier = 0;
  private readonly maxMails: number;

  constructor(maxMails = MAX_MAILS) {
    this.maxMails = maxMails;
  }

  /** Processes that were started, for measurements. */
  get started(): number {
    return this.earlier + (this.process?.started ?? 0);
  }

  /** What a message holds; null where it took more time or memory than it may, and the process is gone. */
  async read(raw: Buffer, task: MailTask, limits: { timeMs?: number } = {}): Promise<FencedMail | null> {
    const answer = await this.processFor(task).run({ task, raw: raw.toString('base64') }, limits);
    if (answer === null) return null;
    const read: FencedMail = JSON.parse(answer);
    return read;
  }

  /** The next message has a process of its own at first. */
  stop(): void {
    this.process?.stop();
  }

  /** The files that it may read are fixed when it starts. */
  private processFor(task: MailTask): WarmProcess {
    const readable = filesOf(task);
    if (this.process !== null && this.files === readable.join()) return this.process;
    this.stop();
    this.earlier = this.started;
    this.files = readable.join();
    // Text that comes in must not become code; nothing of ours asks for that.
    const flags = ['--disallow-code-generation-from-strings'];
    this.process = new WarmProcess({ program: WARM_PROGRAM, flags, readable, network: true }, this.maxMails);
    return this.process;
  }
}
