import { describe, expect, test } from '@jest/globals';
import { html, page } from '../../../domain/html.js';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;`;
const INERT =
  '&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(2)&#39;&gt;&amp;amp;';

describe('html', () => {
  test('escapes a hostile value in text', () => {
    expect(html`<p>${HOSTILE}</p>`.text).toBe(`<p>${INERT}</p>`);
  });

  test('escapes a hostile value in an attribute', () => {
    expect(html`<input value="${HOSTILE}" />`.text).toBe(`<input value="${INERT}" />`);
  });

  test('escapes a hostile value once, however deep it is nested', () => {
    const item = html`<li title="${HOSTILE}">${html`<b>${HOSTILE}</b>`}</li>`;
    const expected = `<ul><li title="${INERT}"><b>${INERT}</b></li><li title="${INERT}"><b>${INERT}</b></li></ul>`;
    expect(html`<ul>${[item, item]}</ul>`.text).toBe(expected);
  });

  test('does not take an object from outside for its own HTML', () => {
    const forged: unknown = JSON.parse('{"text":"<script>alert(1)</script>"}');
    expect(() => html`<p>${forged as string}</p>`).toThrow(TypeError);
  });

  test('leaves out null and writes numbers', () => {
    expect(html`<p>${null}${0}</p>`.text).toBe('<p>0</p>');
  });
});

describe('page', () => {
  test('escapes title, tab, language and body', () => {
    const whole = page({ language: HOSTILE, title: HOSTILE, tab: HOSTILE, body: html`<p>${HOSTILE}</p>` });
    expect(whole).toContain(`<html lang="${INERT}">`);
    expect(whole).toContain(`<title>${INERT}</title>`);
    expect(whole).toContain(`<h1>${INERT}</h1>`);
    expect(whole).toContain(`<p>${INERT}</p>`);
    expect(whole).not.toContain('<script');
    expect(whole).not.toContain('<img');
  });
});
