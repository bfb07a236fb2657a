import type { Evidence } from '../evidence.js';
import { accepted } from '../history.js';
import type { Checker, FoundDifference } from './finding.js';

/** Whatever was killed or cut, the API answers with a final status or 503, never another 5xx. */
export const checkNo500: Checker = ({ answers, journal }) => {
  const differences = journal.flatMap((line): FoundDifference[] =>
    line.phase === 'invoke' && line.op === 'broke'
      ? [{ what: line.body.what, wanted: 'an answer, or 503', found: String(line.body.status) }]
      : [],
  );
  const checked = Object.values(answers).reduce((sum, one) => sum + one, 0);
  return { name: 'no-500', checked, unit: 'answers', differences };
};

/** Acknowledged notices have ids of their own: none was given twice. */
export const checkUniqueIds: Checker = (_, { deeds }) => {
  const ids = accepted(deeds, 'receive').map(({ answer }) => answer.notice ?? '');
  return { name: 'unique-ids', checked: ids.length, unit: 'acknowledged orders', differences: twice(ids) };
};

/** Every mail answered with 250 is stored once, and nothing else is. */
export const checkMailIn: Checker = ({ around }, { deeds }) => {
  const sent = new Set(deeds.flatMap((deed) => (deed.op === 'mail_in' ? [deed.body.messageId] : [])));
  const acknowledged = accepted(deeds, 'mail_in').map(({ body }) => body.messageId);
  const kept = (around?.inbound ?? []).flatMap(({ messageId }) => messageId ?? []);
  // On a busy machine, reading may exceed the time limit: the mail is then held whole and unread for a person.
  const unread = (around?.inbound ?? []).length - kept.length;
  return {
    name: 'mail-in',
    checked: acknowledged.length,
    unit: 'mails taken',
    differences: [
      ...missing(acknowledged, new Set(kept), 'kept').slice(unread),
      ...missing([...sent], new Set(acknowledged), 'accepted'),
      ...twice(kept),
      ...kept
        .filter((id) => !sent.has(id))
        .map((id) => ({ what: `mail ${id}`, wanted: 'nothing', found: 'a mail without a sender in the journal' })),
    ],
  };
};

/**
 * Every letter, and nothing else, was handed to the mail server. One sent twice, because the server's answer was lost,
 * has the same Message-ID, so its reader sees one.
 */
export const checkLetters: Checker = ({ around }) => {
  const letters = around?.letters ?? [];
  const outbox = new Set((around?.outbox ?? []).map(({ messageId }) => messageId ?? ''));
  const open = letters.filter(({ state }) => state !== 'sent');
  const known = new Set(letters.map(({ messageId }) => messageId));
  const toAuthorities = (around?.outbox ?? []).filter(({ to }) => to.some((one) => one.endsWith('@authority.example')));
  return {
    name: 'letters',
    checked: letters.length,
    unit: 'letters',
    differences: [
      ...open.map(({ notice, n, state }) => ({ what: `letter ${n}`, wanted: 'sent', found: state, notice })),
      ...missing(
        letters.filter(({ state }) => state === 'sent').map(({ messageId }) => messageId),
        outbox,
        'handed over',
      ),
      ...toAuthorities
        .filter(({ messageId }) => !known.has(messageId))
        .map(({ messageId, to }) => ({ what: `mail ${messageId} to ${to.join()}`, wanted: 'a letter', found: 'none' })),
    ],
  };
};

export const checkSignIns: Checker = (_, { deeds }) => {
  const all = deeds.filter(({ op }) => op === 'sign_in');
  const differences = all
    .filter(({ outcome }) => outcome !== 'ok')
    .map(({ n }): FoundDifference => ({ what: `sign-in ${n}`, wanted: 'a session', found: 'none' }));
  return { name: 'sign-ins', checked: all.length, unit: 'sign-ins', differences };
};

/** The audit log, exported by the command line, verifies: its hash tree is complete and signed. */
export const checkLog: Checker = ({ around, audit }: Evidence) => ({
  name: 'log',
  checked: audit.length,
  unit: 'entries',
  differences: (around?.logProblems ?? []).map((found) => ({
    what: 'the audit log',
    wanted: 'that it verifies',
    found,
  })),
});

/** No process log contains a secret, a key or words of a notice. */
export const checkLogs: Checker = ({ around }) => ({
  name: 'logs',
  checked: around === null ? 0 : 1,
  unit: 'homes',
  differences: (around?.leakingLogs ?? []).map((found) => ({ what: 'a log', wanted: 'nothing to tell', found })),
});

function missing(wanted: readonly (string | null)[], there: ReadonlySet<string>, what: string): FoundDifference[] {
  return wanted
    .filter((id) => id === null || !there.has(id))
    .map((id) => ({ what: `mail ${id}`, wanted: what, found: 'nothing' }));
}

function twice(ids: readonly string[]): FoundDifference[] {
  const seen = new Set<string>();
  return ids.flatMap((id) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ what: id, wanted: 'once', found: 'once more' }];
  });
}
