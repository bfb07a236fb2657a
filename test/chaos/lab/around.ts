import { setTimeout as sleep } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import type { DeskFile } from '../../../desk/desk-file.js';
import { openBrowser } from './browser.js';
import type { ChaosClient } from '../client.js';
import { throwDice } from '../dice.js';
import type { Journal } from '../journal.js';
import { receiveOnly } from '../life.js';

/** A sender or a person retries this long, as a client of the API does. */
const TIMEOUT_MS = 300_000;
const AGAIN_MS = 400;
const PAUSE_MS = { least: 3_000, max: 9_000 };
/** Often enough that a kill hits shortly after an order was acknowledged. */
const FILING_PAUSE_MS = { least: 1_500, max: 4_000 };
/** Each missed deadline notifies many people repeatedly, which is load by itself. */
const SHORT_FILING_PAUSE_MS = { least: 12_000, max: 25_000 };
const PEOPLE = ['reviewer', 'approver', 'counsel', 'auditor'] as const;

interface Around {
  seed: number;
  file: DeskFile;
  journal: Journal;
  isOpen: () => boolean;
  client: ChaosClient;
  leftWithin?: string | undefined;
}

/**
 * Sends mails, each until it is accepted, signs people in, and files small orders that are acknowledged and left alone:
 * at any time something was acknowledged just before.
 */
export async function comeAndGo(around: Around): Promise<void> {
  await Promise.all([sendMails(around), signInAndOut(around), fileOrders(around)]);
}

async function fileOrders({ seed, client, isOpen, leftWithin }: Around): Promise<void> {
  const dice = throwDice(seed, 'orders filed');
  for (let at = 1; isOpen(); at += 1) {
    // An order without a final answer is reported by the checker `answers`.
    await receiveOnly(client, { seed, at, within: leftWithin }).catch(() => undefined);
    const { least, max } = leftWithin === undefined ? FILING_PAUSE_MS : SHORT_FILING_PAUSE_MS;
    await sleep(dice.whole(least, max));
  }
}

async function sendMails({ seed, file, journal, isOpen }: Around): Promise<void> {
  const dice = throwDice(seed, 'mails in');
  const { port } = new URL(file.inbound);
  for (let at = 1; isOpen(); at += 1) {
    const messageId = `<chaos-${seed}-${at}@sender.example>`;
    const n = journal.invoke({ op: 'mail_in', as: 'harness', body: { messageId } });
    const isTaken = await again(
      () => handOver(Number(port), messageId, at),
      (why) => journal.info(n, why),
    );
    if (isTaken) journal.ok(n);
    await sleep(dice.whole(PAUSE_MS.least, PAUSE_MS.max));
  }
}

async function handOver(port: number, messageId: string, at: number): Promise<void> {
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port, ignoreTLS: true, socketTimeout: 20_000 });
  try {
    await transport.sendMail({
      messageId,
      from: 'officer@sender.example',
      to: 'notices@desk.example',
      subject: `Chaos mail ${at}`,
      text: `Mail number ${at}.`,
    });
  } finally {
    transport.close();
  }
}

async function signInAndOut({ seed, file, journal, isOpen, client: { answered } }: Around): Promise<void> {
  const dice = throwDice(seed, 'sign-ins');
  while (isOpen()) {
    const person = dice.pick(PEOPLE);
    const n = journal.invoke({ op: 'sign_in', as: 'harness', body: { person } });
    const isIn = await again(
      async () => {
        const browser = openBrowser();
        const { url, status } = await browser.open(`${file.api}/auth/sign-in?person=${person}&next=/queue`);
        if (url.startsWith(file.api)) answered(status, new URL(url).pathname);
        if (url !== `${file.api}/queue`) throw new Error(`ended at ${new URL(url).pathname} with ${status}`);
        const session = await browser.send('GET', `${file.api}/v1/session`);
        answered(session.status, '/v1/session');
        await session.arrayBuffer();
        if (session.status !== 200) throw new Error(`no session: ${session.status}`);
      },
      (why) => journal.info(n, why),
    );
    if (isIn) journal.ok(n);
    await sleep(dice.whole(PAUSE_MS.least, PAUSE_MS.max));
  }
}

async function again(attempt: () => Promise<void>, unknown: (why: string) => void): Promise<boolean> {
  for (const until = Date.now() + TIMEOUT_MS; Date.now() < until; await sleep(AGAIN_MS)) {
    try {
      await attempt();
      return true;
    } catch (error) {
      unknown(error instanceof Error ? error.message : String(error));
    }
  }
  return false;
}
