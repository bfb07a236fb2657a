import { languageFor, stateAfter } from '../domain/duties/user-message.js';
import { messageLanguages } from '../letters/user-message.js';
import type { Db } from '../registry/db.js';
import {
  keepLanguages,
  listMessageTexts,
  putOff,
  settleMessages,
  takeDueMessages,
  type DueMessage,
} from '../registry/user-notices/sending.js';
import type { PlatformClient } from '../platforms/client.js';
import { PlatformUnavailable } from '../platforms/connection.js';
import type { PlatformMessage } from '../platforms/user-messages.js';

const PAGE = 200;
/** Retry interval for a platform without user messages: it may start to offer them. */
const NOT_OFFERED_AGAIN_MS = 3_600_000;
const MAX_WAIT_MS = 600_000;

export interface UserMessageDelivery {
  db: Db;
  platform: Pick<PlatformClient, 'resolve' | 'sendMessages'>;
  /** Public base URL of the desk; null if it has none, and messages then carry no link. */
  publicUrl: string | null;
}

/**
 * Sends the next messages to users; false if none is due. Each message and its language are recorded before sending,
 * and it is resent under the same key until the platform reports a final result.
 */
export async function sendUserMessages(telling: UserMessageDelivery): Promise<boolean> {
  const due = await takeDueMessages(telling.db, PAGE);
  if (due.length === 0) return false;
  try {
    await send(telling, due);
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    const growing = Math.min(1_000 * 2 ** Math.min(due[0]?.attempts ?? 1, 20), MAX_WAIT_MS);
    await putOff(telling.db, { keys: listKeys(due), afterMs: error.retryAfterMs ?? growing });
    throw error;
  }
  return true;
}

async function send({ db, platform, publicUrl }: UserMessageDelivery, due: readonly DueMessage[]): Promise<void> {
  const languages = await chooseLanguages({ db, platform }, due);
  const texts = await listMessageTexts(db, [...new Set(due.map(({ noticeId }) => noticeId))]);
  const messages = due.flatMap((message): PlatformMessage[] => {
    const language = languages.get(message.key) ?? 'en';
    const said = texts.find(
      (text) => text.noticeId === message.noticeId && text.n === message.textN && text.language === language,
    );
    if (said === undefined) return [];
    const { key, type, platformId: id } = message;
    return [
      {
        key,
        type,
        id,
        language,
        subject: said.subject,
        text: said.text,
        appealUrl: buildAppealLink(publicUrl, message),
      },
    ];
  });
  const results = await platform.sendMessages(messages);
  if (results === undefined) {
    await putOff(db, { keys: listKeys(due), afterMs: NOT_OFFERED_AGAIN_MS, state: 'not_offered' });
    return;
  }
  const sent = [...results.values()].map(({ key, status, at, receipt, message }) => ({
    key,
    state: stateAfter(status),
    receipt: receipt ?? null,
    message: message?.slice(0, 2_000) ?? null,
    at: at == null ? new Date() : new Date(at),
  }));
  await settleMessages(db, sent);
  await putOff(db, { keys: listKeys(due).filter((key) => !results.has(key)), afterMs: 5_000 });
}

async function chooseLanguages(
  { db, platform }: Pick<UserMessageDelivery, 'db' | 'platform'>,
  due: readonly DueMessage[],
): Promise<Map<string, string>> {
  const open = due.filter(({ language }) => language === null);
  const found = open.length === 0 ? [] : await platform.resolve(open.map(({ type, locator }) => ({ type, locator })));
  const offered = messageLanguages();
  const chosen = open.map(({ key }, index) => ({ key, language: languageFor(found[index]?.language, offered) }));
  await keepLanguages(db, chosen);
  return new Map([
    ...due.flatMap(({ key, language }) => (language === null ? [] : [[key, language] as const])),
    ...chosen.map(({ key, language }) => [key, language] as const),
  ]);
}

function buildAppealLink(publicUrl: string | null, { appealToken }: DueMessage): string {
  return publicUrl === null || appealToken === null ? '' : `${publicUrl}/appeal?token=${appealToken}`;
}

function listKeys(due: readonly DueMessage[]): string[] {
  return due.map(({ key }) => key);
}
