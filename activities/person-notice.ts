import type { IdentityField } from '../domain/changes/needs-second.js';
import { CLAIM_LIFE_MS } from '../domain/people/key-life.js';
import type { PersonNotice } from '../domain/changes/person-notice.js';

const FIELD_WORDS: Readonly<Record<IdentityField, string>> = {
  name: 'the name',
  email: 'the email address',
  subject: 'the sign-in account',
};

const CLAIM_HOURS = CLAIM_LIFE_MS / 3_600_000;

export function personNoticeText(
  { about, fields, byName }: PersonNotice,
  { change, consoleUrl }: { change: string; consoleUrl: string | null },
): { subject: string; text: string } {
  const words = fields.map((field) => FIELD_WORDS[field]).join(' and ');
  if (about === 'key_confirmed')
    return {
      subject: 'Your API key is ready at the notice desk',
      text: `${[
        `${byName} has confirmed an API key for you. Only you can claim it, once, within ${CLAIM_HOURS} hours.`,
        consoleUrl === null ? '' : `In the console: ${consoleUrl}/claim?change=${change}\n`,
        `With an existing key: notice-desk keys claim ${change}`,
        'If you do not expect this key, inform another admin or counsel.',
      ]
        .filter((line) => line !== '')
        .join('\n\n')}\n`,
    };
  const isDone = about === 'identity_changed';
  return {
    subject: isDone ? `Your entry at the notice desk has changed` : `Your entry at the notice desk is about to change`,
    text: `${[
      isDone
        ? `${byName} has confirmed a change of ${words} in your entry. It is in effect, and this address will receive no more mail about it.`
        : `${byName} has requested a change of ${words} in your entry. It takes effect when another admin or counsel confirms it.`,
      'If you do not expect this, inform another admin or counsel immediately, but not by mail: anyone who can read mail to the address of your entry can sign in as you.',
      `Change ${change}.`,
    ].join('\n\n')}\n`,
  };
}
