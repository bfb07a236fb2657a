/**
 * Everything that leaves the desk about a notice that the recipient may not be able to read: a key to quote, a link,
 * and the recipients. Nothing about the matter.
 */
export interface OpaquePage {
  key: string;
  /** Console link; people who cannot read the notice find nothing there. */
  link: string;
  to: string[];
  text: string;
}

export const OPAQUE_TEXT = 'The desk needs your attention. Open the link and sign in for details.';

/** Returns a notice's address in the console; a bare path if the console's address is unknown. */
export function linkTo(noticeId: string, consoleUrl: string | null): string {
  return `${consoleUrl ?? ''}/notices/${noticeId}`;
}

/** Returns the console's ops page, for recipients who must not be led to the notice. */
export function opsLink(consoleUrl: string | null): string {
  return `${consoleUrl ?? ''}/ops`;
}

export function opaquePage(page: {
  key: string;
  noticeId: string;
  consoleUrl: string | null;
  to: string[];
}): OpaquePage {
  const { key, noticeId, consoleUrl, to } = page;
  return { key, link: linkTo(noticeId, consoleUrl), to, text: OPAQUE_TEXT };
}

/** Why a mail arrives; it has the same last line for every notice, so that it reveals nothing of the matter. */
export const BECAUSE_OF_ROLE = 'You receive this mail because of your role. Please do not forward it.';

export function opaqueMail({ key, link }: { key: string; link: string }): { subject: string; text: string } {
  return {
    subject: `The desk needs your attention (${key})`,
    text: `${[OPAQUE_TEXT, `Open: ${link}`, `Key: ${key}`, BECAUSE_OF_ROLE].join('\n\n')}\n`,
  };
}
