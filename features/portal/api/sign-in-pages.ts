import { LINK_MINUTES } from '../domain/signer.js';
import type { OpenedLink } from '../application/intake/sign-in.js';
import { html } from '../../../domain/html.js';
import { portalPage } from './html.js';

const ASK = html`<form method="post" action="/portal/links" accept-charset="utf-8">
        <label for="email">Mail address</label>
        <input type="email" id="email" name="email" maxlength="254" autocomplete="email" required aria-describedby="email-which" />
        <small id="email-which">Your office's address to which we send letters.</small>
        <button>Send link</button>
      </form>`;

export function askPage(): string {
  return portalPage(
    'Portal for authorities',
    html`<p>File notices, track them, answer our questions and read our letters. You need no account: a signer of an authority requests a link, which arrives by mail and works once.</p>${ASK}`,
  );
}

export function signedOutPage(): string {
  return portalPage('You are not signed in', html`<p>Request a new link to continue.</p>${ASK}`);
}

export function linkSentPage(): string {
  return portalPage(
    'Check your mail',
    html`<p>If our letters go to this address, and our directory names the authority's signers, a link is on its way. It works once, within ${LINK_MINUTES} minutes.</p>
      <p>No mail? Ask your contact at our company which signers of your office our directory lists.</p>
      <p><a href="/portal">Request another link</a></p>`,
  );
}

/** The page of a valid link; the link is consumed only when its button is pressed. */
export function openPage(token: string, { authority, signers }: OpenedLink): string {
  const who =
    signers.length === 1
      ? html`<p>You sign in as <strong>${signers[0]?.name ?? ''}</strong>, ${signers[0]?.rank ?? ''}.</p>`
      : html`<fieldset><legend>You are</legend>${signers.map(
          ({ name, rank }, place) =>
            html`<label class="choice" for="who-${place}"><input type="radio" id="who-${place}" name="name" value="${name}" required /> <span>${name}, ${rank}</span></label>`,
        )}</fieldset>`;
  return portalPage(
    `Open the portal for ${authority.name}`,
    html`<form method="post" action="/portal/open" accept-charset="utf-8">
        <input type="hidden" name="token" value="${token}" />
        ${who}
        <button>Open the portal</button>
      </form>`,
  );
}

/** The same page whatever is wrong with the link. */
export function noPortalLinkPage(): string {
  return portalPage(
    'This link does not work',
    html`<p>A link works once, for a limited time.</p><p><a href="/portal">Request another link</a></p>`,
  );
}

export function portalRateLimitPage(): string {
  return portalPage('Too many requests', html`<p>Wait a minute and try again. Nothing was done.</p>`);
}

/** For a form that is not ours, or not of this session. */
export function otherSitePage(): string {
  return portalPage(
    'This form was not accepted',
    html`<p>It did not come from a page of this session. Nothing was filed.</p><p><a href="/portal">Go to the portal</a></p>`,
  );
}
