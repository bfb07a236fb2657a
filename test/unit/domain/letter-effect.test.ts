import { expect, test } from '@jest/globals';
import {
  acknowledgementEffect,
  correctedReportEffect,
  dialogueEffect,
  letterEffect,
  readLetterKey,
} from '../../../domain/letters/letter-effect.js';
import { NOTICE_ID } from '../../support/builders.js';

const FIRST = { with: 'The Minister', subject: 'A dialogue', proposal: 'This week.' };
const SECOND = { ...FIRST, proposal: 'Next week.' };

test('reads each letter back from its key', () => {
  const letters = [
    acknowledgementEffect(NOTICE_ID),
    letterEffect(NOTICE_ID, 12, 'push_back'),
    dialogueEffect(NOTICE_ID, 2, SECOND),
    correctedReportEffect(NOTICE_ID, 3, NOTICE_ID),
  ];
  for (const letter of letters) expect(readLetterKey(NOTICE_ID, letter.key, [FIRST, SECOND])).toEqual(letter);
});

test('rejects a key of no letter, of another notice, or of a dialogue that was never requested', () => {
  const none = [
    `${NOTICE_ID}:1:enforce`,
    `${NOTICE_ID}:1:letter:love`,
    `${NOTICE_ID}:1:letter:push_back:${NOTICE_ID}`,
    `${NOTICE_ID}:dialogue:3`,
    acknowledgementEffect('another').key,
    letterEffect('another', 1, 'push_back').key,
  ];
  for (const key of none) expect(readLetterKey(NOTICE_ID, key, [FIRST, SECOND])).toBeNull();
});
