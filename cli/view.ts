import type { z } from 'zod';
import type * as appeals from '../contract/appeals.js';
import type { auditItem, receiptKeyView } from '../contract/audit.js';
import type { authenticityView } from '../contract/authenticity.js';
import type * as lists from '../contract/lists.js';
import type * as letters from '../contract/mail/correspondence.js';
import type * as imports from '../contract/imports/cases.js';
import type { inboundView, readReply } from '../contract/mail/inbound.js';
import type { breakGlassView, contestedDecided, notifyUsersAnswer } from '../contract/notice-acts.js';
import type * as parts from '../contract/notice-parts.js';
import type { heldView } from '../contract/charts/notice.js';
import type * as notices from '../contract/notice-view.js';
import type * as ops from '../contract/ops.js';
import type * as people from '../contract/people/admin.js';
import type { rosterView } from '../contract/people/roster.js';
import type { passkeyView } from '../contract/people/passkeys.js';
import type { proposalView } from '../contract/proposals.js';
import type { transparencyReport } from '../contract/publishing/transparency.js';
import type { packNotice } from '../contract/enforcement/outage-pack.js';
import type { manualActionView } from '../contract/enforcement/manual-actions.js';
import type { targetContentView } from '../contract/review/content.js';
import type { necessityView } from '../contract/review/necessity.js';
import type * as repair from '../contract/repair.js';
import type * as restrictions from '../contract/restrictions.js';
import type * as retention from '../contract/retention.js';
import type * as quality from '../contract/review/quality.js';
import type { lawCorrectionView } from '../contract/rulebook/correction.js';
import type { editionEffects, editionView } from '../contract/rulebook/edition.js';
import type * as reviews from '../contract/rulebook/review.js';
import type * as lawWatch from '../contract/rulebook/watch.js';
import type * as rulebook from '../contract/rulebook/rulebook.js';
import type { webhookEventView, webhookReplayView } from '../contract/webhooks.js';

/** Answers of the desk, inferred from its schemas. Types only: the command line starts without loading a schema. */
type NoticeReceipt = z.infer<typeof notices.noticeReceipt>;
/** Keys of intake read only the receipt. */
export type NoticeView = NoticeReceipt & Partial<Omit<z.infer<typeof notices.noticeView>, keyof NoticeReceipt>>;
export type NoticeCommandAnswer<R = unknown> = NoticeView & { result?: R };
export type ReceivedNotice = z.infer<typeof notices.receivedNotice>;
export type SubmissionView = z.infer<typeof notices.submissionView>;

export type TargetView = z.infer<typeof parts.targetView>;
export type HeldTargetView = z.infer<typeof heldView>;
export type SecondReviewView = z.infer<typeof parts.secondReviewView>;
export type QueuedReviewView = z.infer<typeof quality.queuedReview>;
export type OpenedReviewView = z.infer<typeof quality.openedReview>;
export type GoldenItemView = z.infer<typeof quality.goldenView>;
export type AgreementView = z.infer<typeof quality.agreementView>;
export type TargetEvent = z.infer<typeof parts.targetEvent>;
export type SenderCheckView = z.infer<typeof parts.senderCheckView>;
export type AuthenticityView = z.infer<typeof authenticityView>;
export type ClockView = z.infer<typeof parts.clockView>;
export type RestoreBasisView = z.infer<typeof parts.restoreBasisView>;
export type TimelineEntry = z.infer<typeof parts.timelineEntry>;
export type LetterView = z.infer<typeof parts.letterView>;
export type AddedDocument = z.infer<typeof parts.addedDocument>;
export type EnforcementView = z.infer<typeof parts.enforcementView>;
export type UserMessages = z.infer<typeof notifyUsersAnswer>;
export type ContestedDecision = z.infer<typeof contestedDecided>;
export type BreakGlassAccess = z.infer<typeof breakGlassView>;
export type HeldNotice = z.infer<typeof retention.heldNotice>;
export type ProposalView = z.infer<typeof proposalView>;
export type CorrespondenceView = z.infer<typeof letters.correspondenceView>;
export type CorrespondencePage = z.infer<typeof letters.correspondencePage>;

export type PackNotice = z.infer<typeof packNotice>;
export type ManualActionView = z.infer<typeof manualActionView>;

export type TargetContentView = z.infer<typeof targetContentView>;
export type NecessityView = z.infer<typeof necessityView>;
export type ReadListView = z.infer<typeof lists.readListView>;
export type AddedTargets = z.infer<typeof lists.addedTargets>;
export type UploadView = z.infer<typeof lists.uploadView>;
export type ListDiff = z.infer<typeof lists.listDiffView>;

export type ReportLine = z.infer<typeof transparencyReport>['items'][number];
export type RestrictionView = z.infer<typeof restrictions.restrictionView>;
export type UnsupportedView = z.infer<typeof restrictions.unsupportedView>;

export type AppealView = z.infer<typeof appeals.filedAppeal> & Partial<z.infer<typeof appeals.appealDecided>>;
export type ImportPreview = z.infer<typeof imports.importPreview>;
export type ExportedCase = z.infer<typeof imports.exportedCase>;
export type ImportedCaseSummary = z.infer<typeof imports.importedCaseSummary>;
export type ImportedCaseView = z.infer<typeof imports.importedCaseView>;
export type FiledImported = z.infer<typeof imports.filedImported>;
export type InboundView = z.infer<typeof inboundView>;
export type ReadReply = z.infer<typeof readReply>;

export type AuthorityView = z.infer<typeof people.authorityView>;
export type PersonView = z.infer<typeof people.personView>;
export type Me = z.infer<typeof people.meView>;
export type KeyView = z.infer<typeof people.keyView>;
export type NewKey = z.infer<typeof people.newKey>;
export type ChangeView = z.infer<typeof people.changeView>;
/** Another person must confirm the change first. */
export type RequestedChange = z.infer<typeof people.changeRequested>;
export type RosterView = z.infer<typeof rosterView>;
export type PasskeyView = z.infer<typeof passkeyView>;
export type PublishedKey = z.infer<typeof receiptKeyView>;

export type AlertView = z.infer<typeof ops.alertView>;
export type ReadyView = z.infer<typeof ops.readyView>;
export type ReconcilerView = z.infer<typeof ops.reconcilerView>;
export type ReleasesView = z.infer<typeof ops.releasesView>;
export type ReleaseCheckView = z.infer<typeof ops.releaseCheckView>;
export type PromotedView = z.infer<typeof ops.promotedView>;
export type CaughtMail = z.infer<typeof ops.caughtMail>;
export type RebuiltView = z.infer<typeof repair.rebuiltView>;
export type PauseView = z.infer<typeof repair.pauseView>;
export type RetentionRule = z.infer<typeof retention.retentionRule>;
export type PlannedErasure = z.infer<typeof retention.plannedErasure>;
export type ErasedNow = z.infer<typeof retention.erasedNow>;
export type WebhookEvent = z.infer<typeof webhookEventView>;
export type ReplayedEvents = z.infer<typeof webhookReplayView>;
export type AuditItem = z.infer<typeof auditItem>;

export type ReviewStatusView = z.infer<typeof reviews.reviewStatusView>;
export type LawReviewView = z.infer<typeof reviews.lawReviewView>;
export type LawIncident = z.infer<typeof reviews.lawIncidentView>;
export type LawIncidentPage = z.infer<typeof reviews.lawIncidentPage>;
export type LawDraftView = z.infer<typeof lawWatch.lawDraftView>;
export type LawPageView = z.infer<typeof lawWatch.lawPageView>;
export type ReadingRequested = z.infer<typeof lawWatch.readingRequested>;
export type LawCorrection = z.infer<typeof lawCorrectionView>;
export type EditionView = z.infer<typeof editionView>;
export type EditionEffects = z.infer<typeof editionEffects>;
export type PendingRevision = z.infer<typeof rulebook.pendingRevisionView>;
export type RevisionView = z.infer<typeof rulebook.revisionView>;
export type RevisionPage = z.infer<typeof rulebook.revisionPage>;
