import type { authenticityView } from '../../contract/authenticity.js';
import type { proposalView } from '../../contract/proposals.js';
import type { conversationView, lookView } from '../../contract/people/conversations.js';
import type { correspondencePage, correspondenceView } from '../../contract/mail/correspondence.js';
import type { z } from 'zod';
import type {
  clockView,
  documentFacts,
  documentText,
  enforcementView,
  letterView,
  restoreBasisView,
  secondReviewView,
  senderCheckView,
  targetView,
  timelineEntry,
} from '../../contract/notice-parts.js';
import type { noticeReceipt, noticeSummary, noticeView } from '../../contract/notice-view.js';
import type { addedTargets, uploadView } from '../../contract/lists.js';
import type { dashboardView, scorecardView } from '../../contract/charts/dashboard.js';
import type { enforcementCurve, heldView, noticeChart, seriesView } from '../../contract/charts/notice.js';
import type { appealView, appealWithDocuments } from '../../contract/appeals.js';
import type { importedCaseSummary, importedCaseView } from '../../contract/imports/cases.js';
import type { inboundReading, inboundView } from '../../contract/mail/inbound.js';
import type { authorityView, changeView, keyView, newKey, personView } from '../../contract/people/admin.js';
import type { caughtMail, readyView } from '../../contract/ops.js';
import type { forMeItem, forMeView } from '../../contract/people/for-me.js';
import type { newSubscriber, newSubscriberSecret, subscriberList } from '../../contract/people/subscribers.js';
import type { routingView } from '../../contract/people/routing.js';
import type { personWebhookView } from '../../contract/people/webhook.js';
import type { pushView } from '../../contract/people/push.js';
import type { notificationSettings } from '../../contract/people/notifications.js';
import type { passkeyView } from '../../contract/people/passkeys.js';
import type { firstStepsView, presenceView, savedView } from '../../contract/people/console.js';
import type { agreementView, goldenView, openedReview, queuedReview } from '../../contract/review/quality.js';
import type { restrictionView, unsupportedView } from '../../contract/restrictions.js';
import type { importedReport } from '../../contract/publishing/imported.js';
import type { dsaSheet, tcoSheet } from '../../contract/publishing/reports.js';
import type { transparencyReport } from '../../contract/publishing/transparency.js';
import type { regimeView } from '../../contract/rulebook/rulebook.js';
import type { triagePreview } from '../../contract/triage/preview.js';
import type { translationView } from '../../contract/triage/translations.js';
import type { searchView } from '../../contract/people/search.js';
import type { statsView } from '../../contract/stats.js';

/** Response types, inferred from the API schemas. Types only, so no schema is bundled into the console. */
export type NoticeSummary = z.infer<typeof noticeSummary>;
export type NoticeReceipt = z.infer<typeof noticeReceipt>;
export type StepsOnRecord = z.infer<typeof firstStepsView>;
export type FoundView = z.infer<typeof searchView>;
export type Notice = z.infer<typeof noticeView>;
export type Clock = z.infer<typeof clockView>;
export type Target = z.infer<typeof targetView>;
/** A target as the second reviewer sees it, without the first decision. */
export type UnreadTarget = z.infer<typeof secondReviewView>;
/** A target of the queue of second reviews; it names no notice. */
export type QueuedReview = z.infer<typeof queuedReview>;
export type OpenedReview = z.infer<typeof openedReview>;
export type GoldenItem = z.infer<typeof goldenView>;
export type AgreementReport = z.infer<typeof agreementView>;
export type TimelineEntry = z.infer<typeof timelineEntry>;
export type Letter = z.infer<typeof letterView>;
export type Conversation = z.infer<typeof conversationView>;
export type Look = z.infer<typeof lookView>;
export type Correspondence = z.infer<typeof correspondenceView>;
export type CorrespondencePage = z.infer<typeof correspondencePage>;
export type Regime = z.infer<typeof regimeView>;
export type NoticeProposal = z.infer<typeof proposalView>;
export type RestoreBasisView = z.infer<typeof restoreBasisView>;
export type Enforcement = z.infer<typeof enforcementView>;
export type AddedTargets = z.infer<typeof addedTargets>;
export type Upload = z.infer<typeof uploadView>;
export type Translation = z.infer<typeof translationView>;
export type DocumentText = z.infer<typeof documentText>;
export type TriagePreview = z.infer<typeof triagePreview>;
export type Stats = z.infer<typeof statsView>;
export type Dashboard = z.infer<typeof dashboardView>;
export type ScorecardView = z.infer<typeof scorecardView>;
export type NoticeChart = z.infer<typeof noticeChart>;
export type Series = z.infer<typeof seriesView>;
export type HeldTarget = z.infer<typeof heldView>;
export type Curve = z.infer<typeof enforcementCurve>;
export type DocumentFacts = z.infer<typeof documentFacts>;
export type DsaSheet = z.infer<typeof dsaSheet>;
export type ImportedGroup = z.infer<typeof importedReport>['items'][number];
export type ReportLine = Omit<z.infer<typeof transparencyReport>['items'][number], 'appeals'>;
export type TcoSheet = z.infer<typeof tcoSheet>;
export type SenderCheck = z.infer<typeof senderCheckView>;
export type Authenticity = z.infer<typeof authenticityView>;
export type Authority = z.infer<typeof authorityView>;
export type PresenceItem = z.infer<typeof presenceView>;
export type SavedView = z.infer<typeof savedView>;
export type PersonWebhook = z.infer<typeof personWebhookView>;
export type Push = z.infer<typeof pushView>;
export type ForMe = z.infer<typeof forMeView>;
export type ForMeItem = z.infer<typeof forMeItem>;
export type NotificationSettings = z.infer<typeof notificationSettings>;
export type OwnPasskey = z.infer<typeof passkeyView>;
export type Person = z.infer<typeof personView>;

export type Appeal = z.infer<typeof appealView>;
export type ImportedSummary = z.infer<typeof importedCaseSummary>;
export type ImportedDetails = z.infer<typeof importedCaseView>;
export type WholeAppeal = z.infer<typeof appealWithDocuments>;
export type AdministrationChange = z.infer<typeof changeView>;
export type Routing = z.output<typeof routingView>;
export type RoutingRule = Routing['rules'][number];
export type WebhookSubscriber = z.output<typeof subscriberList>['items'][number];
export type NewSubscriber = z.infer<typeof newSubscriber>;
export type NewSubscriberSecret = z.infer<typeof newSubscriberSecret>;
export type Restriction = z.infer<typeof restrictionView>;
export type Unsupported = z.infer<typeof unsupportedView>;
export type Key = z.infer<typeof keyView>;
export type NewKey = z.infer<typeof newKey>;
export type Readiness = z.infer<typeof readyView>;
export type ComponentHealth = Readiness['parts'][number];
/** A mail sent by the embedded server to its own catcher. */
export type CaughtMail = z.infer<typeof caughtMail>;
export type InboundReading = z.infer<typeof inboundReading>;
export type InboundMail = z.infer<typeof inboundView>;

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total?: number;
}
