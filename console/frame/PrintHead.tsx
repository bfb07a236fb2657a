import { useEffect } from 'react';
import { sessionStore } from '../http/session.js';
import { formatInstant } from '../parts/format.js';
import { useMinute } from '../state/now.js';
import { useStore } from '../state/store.js';
import { useWhatIsOpen } from '../state/title.js';
import { useWords } from '../words/use-words.js';

export function PrintHead() {
  const t = useWords();
  const now = useMinute();
  const { what } = useWhatIsOpen();
  const name = useStore(sessionStore).session?.person.name ?? '';
  const time = formatInstant(now);
  useFoot(`${t('frame:name')} · ${time} · ${what}`);
  return (
    <header className="print-only print-head">
      <b>{what === '' ? t('frame:name') : what}</b>
      <br />
      {t('frame:printed', { time, name })} {window.location.origin + window.location.pathname}
    </header>
  );
}

/** The page footer with its number, by CSS margin boxes in browsers that support them. */
function useFoot(text: string): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `@page {
        @bottom-left { content: ${cssText(text.slice(0, MAX_FOOT))}; font: 7pt sans-serif; }
        @bottom-right { content: counter(page) " / " counter(pages); font: 7pt sans-serif; }
      }`,
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    };
  }, [text]);
}

const MAX_FOOT = 110;

/** Escapes any text for a style sheet: all but letters, digits and spaces is written as a code point. */
function cssText(text: string): string {
  const safe = text.replaceAll(/[^\p{L}\p{N} ]/gu, (sign) => `\\${(sign.codePointAt(0) ?? 0).toString(16)} `);
  return `"${safe}"`;
}
