/** Joins the texts that are not empty. */
export const joinTexts = (texts: readonly string[], by = ' '): string => texts.filter((text) => text !== '').join(by);

/** Splits what people type one after another: words, codes, ids. */
export const splitTexts = (text: string, at = /[\s,;]+/): string[] => text.split(at).filter((part) => part !== '');
