import { html, page, UNLISTED, type Html } from '../../domain/html.js';
import { MAX_STATEMENT } from '../../contract/appeals.js';
import { PAGE_WORDS, type PageLanguage } from './words.js';

const appealPage = (language: PageLanguage, title: string, body: Html) =>
  page({ language, title, head: UNLISTED, body });

export function formPage(
  language: PageLanguage,
  facts: { token: string; statement?: string; contact?: string; wrong?: string },
): string {
  const { token, statement = '', contact = '', wrong } = facts;
  const words = PAGE_WORDS[language];
  return appealPage(
    language,
    words.title,
    html`<p>${words.intro}</p><p>${words.who}</p>
      <form method="post" action="/appeal" accept-charset="utf-8">
        <input type="hidden" name="token" value="${token}" />
        <label for="statement">${words.statement}</label>
        ${wrong === undefined ? null : html`<p class="wrong" role="alert">${wrong}</p>`}
        <textarea id="statement" name="statement" maxlength="${MAX_STATEMENT}" required>${statement}</textarea>
        <label for="contact">${words.contact}</label>
        <input type="text" id="contact" name="contact" maxlength="500" value="${contact}" autocomplete="off" aria-describedby="contact-why" />
        <small id="contact-why">${words.contactWhy}</small>
        <button type="submit">${words.send}</button>
      </form>`,
  );
}

const receivedAs = (words: { receivedAs: string }, number: string) =>
  html`<p>${words.receivedAs} <code>${number}</code>.</p>`;

export function receivedPage(language: PageLanguage, number: string): string {
  const words = PAGE_WORDS[language];
  return appealPage(language, words.received, html`${receivedAs(words, number)}<p>${words.next}</p>`);
}

export function alreadyPage(language: PageLanguage, number: string): string {
  const words = PAGE_WORDS[language];
  return appealPage(language, words.title, html`<p>${words.already}</p>${receivedAs(words, number)}`);
}

/** The same answer for an unknown link and for one that no longer works. */
export function noAppealLinkPage(language: PageLanguage): string {
  const words = PAGE_WORDS[language];
  return appealPage(language, words.noLink, html`<p>${words.noLinkWhy}</p>`);
}

export function appealRateLimitPage(language: PageLanguage): string {
  const words = PAGE_WORDS[language];
  return appealPage(language, words.tooMany, html`<p>${words.tooManyWhy}</p>`);
}
