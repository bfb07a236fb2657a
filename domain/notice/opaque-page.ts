/** What leaves the desk about a notice that some may not know of: a key to quote, where to look, and for whom. Nothing of the matter. */
export interface OpaquePage {
  key: string;
  /** On the console; whoever may not know of the notice finds nothing there. */
  link: string;
  to: string[];
  text: string;
}

const TEXT = 'The desk needs your attention. Open the link and sign in for details.';

/** Where a notice is on the console; without the console's address the path alone. */
export function linkTo(noticeId: string, consoleUrl: string | null): string {
  return `${consoleUrl ?? ''}/notices/${noticeId}`;
}

/** Where the desk says what needs somebody, for whoever may not be led to the notice. */
export function opsLink(consoleUrl: string | null): string {
  return `${consoleUrl ?? ''}/ops`;
}

/** A page about a secret notice. */
export function opaquePage({
  key,
  noticeId,
  consoleUrl,
  to,
}: {
  key: string;
  noticeId: string;
  consoleUrl: string | null;
  to: string[];
}): OpaquePage {
  return { key, link: linkTo(noticeId, consoleUrl), to, text: TEXT };
}

/** A mail to staff about a secret notice. */
export function opaqueMail({ key, link }: { key: string; link: string }): { subject: string; text: string } {
  return {
    subject: `The desk needs your attention (${key})`,
    text: `${[TEXT, `Open: ${link}`, `Key: ${key}`, 'You receive this mail because of your role. Please do not forward it.'].join('\n\n')}\n`,
  };
}
