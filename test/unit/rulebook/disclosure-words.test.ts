import { describe, expect, test } from '@jest/globals';
import { DECISION_ACTION_TABLE } from '../../../domain/targets/decision-action.js';
import { loadLetterWords } from '../../../rulebook/letter-words.js';
import { BUILT_IN_RULEBOOK } from '../../../rulebook/load.js';
import { english } from '../../../console/words/en/whole.js';

/** The word "nothing" in each language of letters. */
const NOTHING: Record<string, RegExp> = {
  de: /durch diese Stelle nichts/,
  en: /nothing handed over by this desk/,
  es: /nada entregado por esta oficina/,
  fr: /rien remis par ce service/,
  pt: /nada entregue por este setor/,
  tr: /bu birim tarafından hiçbir bilgi verilmedi/,
};

describe('texts about disclosure', () => {
  test('define no platform action for a disclosure', () => {
    expect(DECISION_ACTION_TABLE.disclose.action).toBeNull();
  });

  test.each([...loadLetterWords(BUILT_IN_RULEBOOK)])(
    'say in the %s letter that the desk hands over nothing',
    (language, words) => {
      expect(words.outcomes.disclosed).toMatch(NOTHING[language] ?? /no words for this language/);
    },
  );

  test('say on the decision and approval screens that the desk hands over nothing', () => {
    expect(english.words.effect.disclose).toMatch(/the desk hands over nothing/);
    expect(english.approval.flag.disclosure.body).toMatch(/Notice Desk hands over nothing/);
  });
});
