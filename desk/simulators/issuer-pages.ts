import { createHash } from 'node:crypto';
import { Html, html, page } from '../../domain/html.js';
import { DEMO_PEOPLE, demoName } from './demo-people.js';

/**
 * No scripts, no external content, no framing. `form-action` is left open, because the form redirects to the console.
 */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const issuerPage = (title: string, body: Html) => page({ title, tab: `${title} · Notice Desk demo`, body });

export function choicePage(action: string): string {
  const buttons = DEMO_PEOPLE.map(
    ({ name, role }) =>
      html`<li><button type="submit" name="person" value="${name}">${demoName(name)} (${role})</button></li>`,
  );
  return issuerPage(
    'Who is signing in?',
    html`<p>Demo people need no password. Sign in as another person to give a second approval.</p>
      <form method="post" action="${action}">
        <ul class="rows">${buttons}</ul>
      </form>`,
  );
}

const SEND = "document.getElementById('op.logoutForm').submit();";
// Not in a template: the bundler replaces one that closes a script by a call of a package.
const SCRIPT = new Html(`<script>${SEND}</script>`);

/** Same policy, plus the hash of the one-line script that submits the form. */
export const LEAVE_HEADERS = {
  ...PAGE_HEADERS,
  'content-security-policy': `${PAGE_HEADERS['content-security-policy']}; script-src 'sha256-${createHash('sha256').update(SEND).digest('base64')}'`,
};

/** Ends the issuer's session and returns to the sign-in page. The form is the issuer's own and submits itself. */
export function leavePage(form: string): string {
  const withAnswer = form.replace('</form>', '<input type="hidden" name="logout" value="yes" /></form>');
  return issuerPage(
    'Signing out',
    html`${new Html(withAnswer)}
      <button type="submit" form="op.logoutForm">Continue</button>
      ${SCRIPT}`,
  );
}

/** Shown after a sign-out without a return URL. */
export function leftPage(): string {
  return issuerPage('You are signed out', html`<p>Open the console to sign in again.</p>`);
}

export function failurePage(why: string): string {
  return issuerPage('Sign-in failed', html`<p>${why}</p>`);
}
