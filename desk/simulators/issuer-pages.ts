import { createHash } from 'node:crypto';
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

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; color: #1c2430; background: #f4f6f8; margin: 0; }
main { max-width: 26rem; margin: 8vh auto; padding: 1.5rem; background: #fff; border: 1px solid #d5dbe2; border-radius: 8px; }
h1 { font-size: 1.3rem; margin: 0 0 .5rem; }
ul { list-style: none; margin: 1rem 0 0; padding: 0; display: grid; gap: .5rem; }
button { font: inherit; color: inherit; width: 100%; text-align: left; padding: .55rem .8rem; background: #fff; border: 1px solid #8c98a6; border-radius: 6px; cursor: pointer; }
button:hover { background: #eef3f8; }
button:focus-visible { outline: 3px solid #0b57a4; outline-offset: 1px; }
span { color: #4c5866; }
@media (prefers-color-scheme: dark) {
  body { color: #e6eaef; background: #14181d; }
  main, button { background: #1b2127; border-color: #4a5663; }
  button:hover { background: #262d35; }
  button:focus-visible { outline-color: #8ab8f0; }
  span { color: #aab4c0; }
}
`;

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escape(title)} · Notice Desk demo</title>
    <link rel="icon" href="data:," />
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>${escape(title)}</h1>
      ${body}
    </main>
  </body>
</html>
`;
}

export function choicePage(action: string): string {
  const buttons = DEMO_PEOPLE.map(
    ({ name, role }) =>
      `<li><button type="submit" name="person" value="${name}">${demoName(name)} <span>(${role})</span></button></li>`,
  );
  return page(
    'Who is signing in?',
    `<p>Demo people need no password. Sign in as another person to give a second approval.</p>
      <form method="post" action="${escape(action)}">
        <ul>
          ${buttons.join('\n          ')}
        </ul>
      </form>`,
  );
}

const SEND = "document.getElementById('op.logoutForm').submit();";

/** Same policy, plus the hash of the one-line script that submits the form. */
export const LEAVE_HEADERS = {
  ...PAGE_HEADERS,
  'content-security-policy': `${PAGE_HEADERS['content-security-policy']}; script-src 'sha256-${createHash('sha256').update(SEND).digest('base64')}'`,
};

/** Ends the issuer's session and returns to the sign-in page. The form is the issuer's own and submits itself. */
export function leavePage(form: string): string {
  return page(
    'Signing out',
    `${form.replace('</form>', '<input type="hidden" name="logout" value="yes" /></form>')}
      <button type="submit" form="op.logoutForm">Continue</button>
      <script>${SEND}</script>`,
  );
}

/** Shown after a sign-out without a return URL. */
export function leftPage(): string {
  return page('You are signed out', '<p>Open the console to sign in again.</p>');
}

export function failurePage(why: string): string {
  return page('Sign-in failed', `<p>${escape(why)}</p>`);
}
