import { WARM_PROGRAM } from '../sandbox/lists/fenced-programs.js';
import { WarmProcess } from '../sandbox/warm-process.js';
import { listReadableFiles, type FencedMail, type MailTask } from './read-fenced.js';

/** Loading the parsers costs 0.4 s and reading a text a few ms: over 50 messages the load no longer matters. */
const MAX_MAILS = 50;

/** A sandboxed process reused for text-only messages (docs/adr/0035). */
export class WarmReader {
  private process: WarmProcess | null = null;
  private files: string | null = null;
  private earlier = 0;
  private readonly maxMails: number;

  constructor(maxMails = MAX_MAILS) {
    this.maxMails = maxMails;
  }

  get started(): number {
    return this.earlier + (this.process?.started ?? 0);
  }

  /** Returns null if the message exceeded its time or memory limit, which ends the process. */
  async read(raw: Buffer, task: MailTask, limits: { timeMs?: number } = {}): Promise<FencedMail | null> {
    const answer = await this.processFor(task).run({ task, raw: raw.toString('base64') }, limits);
    if (answer === null) return null;
    const read: FencedMail = JSON.parse(answer);
    return read;
  }

  stop(): void {
    this.process?.stop();
  }

  /** A process's readable files are fixed at its start, so other files need another process. */
  private processFor(task: MailTask): WarmProcess {
    const readable = listReadableFiles(task);
    if (this.process !== null && this.files === readable.join()) return this.process;
    this.stop();
    this.earlier = this.started;
    this.files = readable.join();
    // Incoming text must not become code; our own code never evaluates strings.
    const flags = ['--disallow-code-generation-from-strings'];
    this.process = new WarmProcess({ program: WARM_PROGRAM, flags, readable, network: true }, this.maxMails);
    return this.process;
  }
}
