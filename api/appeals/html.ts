import { escape, serverPage } from '../console/plain-page.js';
import { MAX_STATEMENT } from '../../contract/appeals.js';
import { PAGE_WORDS, type PageLanguage } from './words.js';

const OWN_STYLE = `
label { display: block; font-weight: 600; margin: 1.25rem 0 .25rem; }
textarea, input[type=text] { width: 100%; box-sizing: border-box; font: inherit; padding: .5rem; color: inherit; background: transparent; border: 1px solid #8a94a0; border-radius: 4px; }
textarea { min-height: 12rem; }
button { font: inherit; margin-top: 1.25rem; padding: .5rem 1.25rem; border: 0; border-radius: 4px; background: #0b57a4; color: #fff; }
small { display: block; }
.wrong { font-weight: 600; }
`;

function page(language: PageLanguage, title: string, body: string): string {
  const head = '<meta name="robots" content="noindex" />';
  return serverPage({ language, title, head, style: OWN_STYLE, body });
}

const p = (text: string) => `<p>${escape(text)}</p>`;

export function formPage(
  language: PageLanguage,
  {
    token,
    statement = '',
    contact = '',
    wrong,
  }: { token: string; statement?: string; contact?: string; wrong?: string },
): string {
  const words = PAGE_WORDS[language];
  return page(
    language,
    words.title,
    `${p(words.intro)}${p(words.who)}
      <form method="post" action="/appeal" accept-charset="utf-8">
        <input type="hidden" name="token" value="${escape(token)}" />
        <label for="statement">${escape(words.statement)}</label>
        ${wrong === undefined ? '' : `<p class="wrong" role="alert">${escape(wrong)}</p>`}
        <textarea id="statement" name="statement" maxlength="${MAX_STATEMENT}" required>${escape(statement)}</textarea>
        <label for="contact">${escape(words.contact)}</label>
        <input type="text" id="contact" name="contact" maxlength="500" value="${escape(contact)}" autocomplete="off" aria-describedby="contact-why" />
        <small id="contact-why">${escape(words.contactWhy)}</small>
        <button type="submit">${escape(words.send)}</button>
      </form>`,
  );
}

export function receivedPage(language: PageLanguage, number: string): string {
  const words = PAGE_WORDS[language];
  const body = `<p>${escape(words.receivedAs)} <code>${escape(number)}</code>.</p>${p(words.next)}`;
  return page(language, words.received, body);
}

export function alreadyPage(language: PageLanguage, number: string): string {
  const words = PAGE_WORDS[language];
  return page(
    language,
    words.title,
    `${p(words.already)}<p>${escape(words.receivedAs)} <code>${escape(number)}</code>.</p>`,
  );
}

/** The same answer for an unknown link and for one that no longer works. */
export function noAppealLinkPage(language: PageLanguage): string {
  const words = PAGE_WORDS[language];
  return page(language, words.noLink, p(words.noLinkWhy));
}

export function appealRateLimitPage(language: PageLanguage): string {
  const words = PAGE_WORDS[language];
  return page(language, words.tooMany, p(words.tooManyWhy));
}
