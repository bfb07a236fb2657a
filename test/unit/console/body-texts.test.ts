import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { BODY_TEXTS, type BodyName } from '../../../console/forms/body-texts.js';
import { appealDecide } from '../../../contract/appeals.js';
import { conversationWrite } from '../../../contract/people/conversations.js';
import { commandBodies } from '../../../contract/commands.js';
import { manualActionRefusal, manualActionWrite } from '../../../contract/enforcement/manual-actions.js';
import { breakGlass, contestedWrite, notifyUsersWrite } from '../../../contract/notice-acts.js';
import { inboundReject } from '../../../contract/mail/inbound.js';
import { promoteBody } from '../../../contract/ops.js';
import { changeDecision, keyWrite, personWrite } from '../../../contract/people/admin.js';
import { viewWrite } from '../../../contract/people/console.js';
import { exclusionWrite, readmissionWrite, staffRiskWrite } from '../../../contract/people/exclusions.js';
import { passkeyRename } from '../../../contract/people/passkeys.js';
import { proposalSettle } from '../../../contract/proposals.js';
import {
  lumenWrite,
  publicationReturn,
  publicStatementWrite,
} from '../../../features/publishing/contract/publications.js';
import { pauseBody, repairBody } from '../../../contract/repair.js';
import { goldenWrite } from '../../../contract/review/quality.js';
import { holdWrite } from '../../../contract/retention.js';
import { lawCorrectionSettlement, lawCorrectionWrite } from '../../../contract/rulebook/correction.js';
import { editionPin, editionRefusal } from '../../../contract/rulebook/edition.js';
import { lawIncidentCorrection, lawIncidentWrite, lawReviewWrite } from '../../../contract/rulebook/review.js';
import { revisionWrite } from '../../../contract/rulebook/rulebook.js';
import { lawDraftSettle } from '../../../contract/rulebook/watch.js';

const SCHEMAS: Record<string, z.ZodType> = {
  ...commandBodies,
  'appeal-decision': appealDecide,
  'break-glass': breakGlass,
  'change-decision': changeDecision,
  'contested-rules': contestedWrite,
  conversations: conversationWrite,
  correction: lawCorrectionWrite,
  'correction-settlement': lawCorrectionSettlement,
  'edition-pin': editionPin,
  'edition-refusal': editionRefusal,
  'enforcement-pause': pauseBody,
  exclusions: exclusionWrite,
  golden: goldenWrite,
  hold: holdWrite,
  'inbound-reject': inboundReject,
  key: keyWrite,
  'law-correction': lawIncidentCorrection,
  'law-draft': lawDraftSettle,
  'law-incident': lawIncidentWrite,
  'law-review': lawReviewWrite,
  'lift-hold': holdWrite,
  lumen: lumenWrite,
  'manual-actions': manualActionWrite,
  'manual-refusal': manualActionRefusal,
  'notify-users': notifyUsersWrite,
  passkey: passkeyRename,
  person: personWrite,
  promotion: promoteBody,
  'proposal-settle': proposalSettle,
  'public-statement': publicStatementWrite,
  'publication-return': publicationReturn,
  readmission: readmissionWrite,
  repair: repairBody,
  revision: revisionWrite,
  'staff-risk': staffRiskWrite,
  view: viewWrite,
};

/** A text in JSON Schema; one that may be null stands in `anyOf`. */
interface TextSchema {
  maxLength?: number;
  minLength?: number;
  anyOf?: TextSchema[];
}

function readTexts(name: string) {
  const { properties = {}, required = [] } = z.toJSONSchema(SCHEMAS[name] ?? z.never(), {
    io: 'input',
    metadata: z.registry(),
    unrepresentable: 'any',
  }) as { properties?: Record<string, TextSchema>; required?: string[] };
  return (text: string) => {
    const schema = properties[text]?.anyOf?.[0] ?? properties[text];
    return { max: schema?.maxLength, isRequired: required.includes(text) && (schema?.minLength ?? 0) > 0 };
  };
}

test.each(Object.keys(BODY_TEXTS) as BodyName[])('the form of %s has the limits of its schema', (name) => {
  const read = readTexts(name);
  const texts = Object.keys(BODY_TEXTS[name]);
  expect(Object.fromEntries(texts.map((text) => [text, read(text)]))).toEqual(BODY_TEXTS[name]);
});
