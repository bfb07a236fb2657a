import type { IdentityField } from '../domain/administration/needs-second.js';
import { CLAIM_LIFE_MS } from '../domain/people/key-life.js';
import type { PersonNotice } from '../domain/administration/person-notice.js';

const FIELD_WORDS: Readonly<Record<IdentityField, string>> = {
  name: 'the name',
  email: 'the mail address',
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
      subject: 'A key of yours waits at the notice desk',
      text: `${[
        `${byName} has confirmed a key in your name. You get it yourself, once, within ${CLAIM_HOURS} hours: nobody else can.`,
        consoleUrl === null ? '' : `Signed in: ${consoleUrl}/claim?change=${change}\n`,
        `With a key that you have: notice-desk keys claim ${change}`,
        'If you know of no such key, tell another admin or counsel.',
      ]
        .filter((line) => line !== '')
        .join('\n\n')}\n`,
    };
  const isDone = about === 'identity_changed';
  return {
    subject: isDone ? `Your entry at the notice desk has changed` : `Your entry at the notice desk is to change`,
    text: `${[
      isDone
        ? `${byName} has confirmed a change of ${words} of your entry. It is in effect, and this address gets no more mail about it.`
        : `${byName} has requested a change of ${words} of your entry. It takes effect when another admin or counsel confirms it.`,
      'If you do not know of it, tell another admin or counsel at once, by another way than mail: whoever reads the mail of an entry can sign in as its person.',
      `Change ${change}.`,
    ].join('\n\n')}\n`,
  };
}
