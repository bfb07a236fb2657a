import type { Logger } from 'pino';
import { runEvery, type Round } from '../../../process/run-every.js';
import { sendPortalMail, type LinkSources } from '../application/mail-links.js';

const BATCH = 50;
/** Several processes take different requests. */
export function startLinkMails(sources: LinkSources, logger: Logger): Round {
  const work = async (isStopped: () => boolean) => {
    for (let seen = 0; seen < BATCH && !isStopped() && (await sendPortalMail(sources)); seen += 1);
  };
  return runEvery('portal_links', work, logger);
}
