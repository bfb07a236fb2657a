import type { FastifyRequest } from 'fastify';
import { html, page } from '../../domain/html.js';

/** Whether a browser asks for a page; a program that accepts anything gets the API's answer. */
export function wantsPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers.accept?.includes('text/html') === true;
}

/** A short page for when the console is not available. `backticks` become code. */
export function plainPage(title: string, paragraphs: readonly string[], link?: { href: string; text: string }): string {
  const body = paragraphs.map((text) => {
    const parts = text.split('`').map((part, place) => (place % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
    return html`<p>${parts}</p>`;
  });
  if (link !== undefined) body.push(html`<p><a href="${link.href}">${link.text}</a></p>`);
  return page({ title, tab: `${title} · Notice Desk`, body: html`${body}` });
}
