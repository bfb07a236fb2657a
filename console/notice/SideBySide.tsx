import type { Translation } from '../http/types.js';

const splitParagraphs = (text: string) => text.split(/\n{2,}/);

interface SideBySideProps {
  original: string;
  language: string | undefined;
  translation: Pick<Translation, 'text'> & Partial<Pick<Translation, 'language'>>;
}

/** Paragraphs of original and translation face each other. */
export function SideBySide({ original, language, translation }: SideBySideProps) {
  const own = splitParagraphs(original);
  const other = splitParagraphs(translation.text);
  return (
    <div className="sheet side-by-side">
      {Array.from({ length: Math.max(own.length, other.length) }, (_, place) => (
        <div className="contents" key={place}>
          <p className="plain" dir="auto" lang={language}>
            {own[place]}
          </p>
          <p className="plain" dir="auto" lang={translation.language}>
            {other[place]}
          </p>
        </div>
      ))}
    </div>
  );
}
