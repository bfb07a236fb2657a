import { html, page, UNLISTED, type Html } from '../../../domain/html.js';

export interface PageHead {
  authority: string;
  signer: string;
  formToken: string;
}

/** Renders a whole page; without a head it is one that needs no session. */
export function portalPage(title: string, body: Html, head: PageHead | null = null): string {
  const bar =
    head &&
    html`<header>
      <div>
        <div><strong>${head.authority}</strong><small>${head.signer}</small></div>
        <nav><a href="/portal">Your notices</a> <a href="/portal/new">File a notice</a></nav>
        <form method="post" action="/portal/leave"><input type="hidden" name="csrf" value="${head.formToken}" /><button class="plain">Sign out</button></form>
      </div>
    </header>`;
  return page({ title, head: UNLISTED, bar, body });
}

export function when(at: Date): Html {
  const iso = at.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time>`;
}
