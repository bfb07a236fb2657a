import type { WrittenLetterKind } from '../../domain/letters/letter.js';
import type { LetterOfKind } from '../letter-of-kind.js';
import { createListLetter } from '../listed-targets.js';
import { acknowledgement } from './acknowledgement.js';
import { counterNotice, dialogueRequest, disclosureCover, requested } from './dialogue-request.js';
import { preservationConfirmation, restoration } from './done-targets.js';
import { reportOfEffect } from './report-of-effect.js';
import { statusUpdate } from './status-update.js';

const kinds = {
  acknowledgement,
  push_back: createListLetter('push_back'),
  clarification: createListLetter('clarify'),
  report_of_effect: reportOfEffect,
  dialogue_request: dialogueRequest,
  review_request: requested,
  show_cause_reply: requested,
  disclosure_cover: disclosureCover,
  gag_challenge: requested,
  counter_notice: counterNotice,
  restoration,
  preservation_confirmation: preservationConfirmation,
  status_update: statusUpdate,
};

type DataIn<Letter> = Letter extends LetterOfKind<infer Data> ? Data : never;

export type LetterDataByKind = { [Kind in WrittenLetterKind]: DataIn<(typeof kinds)[Kind]> };

export const LETTERS_BY_KIND: { [Kind in WrittenLetterKind]: LetterOfKind<LetterDataByKind[Kind]> } = kinds;
