import type { Api, ApiContext } from '../context.js';
import { takeLongNotices } from '../notice-body.js';
import { registerAppealPage } from './appeals/page.js';
import { registerPortal } from './portal/portal.js';
import { registerDecideAppeal } from './appeals/decide.js';
import { registerFileAppeal } from './appeals/file.js';
import { registerGetAppeal, registerGetAppealDocument } from './appeals/get.js';
import { registerListAppeals } from './appeals/list.js';
import { registerGetCheckpoint } from './audit/checkpoint.js';
import { registerGetAuditProof } from './audit/proof.js';
import { registerListAudit } from './audit/list.js';
import { registerCallback } from './auth/callback.js';
import { registerAuthInfo } from './auth/info.js';
import { registerSignIn } from './auth/sign-in.js';
import { registerSignOut } from './auth/sign-out.js';
import { registerCreateAuthority } from './authorities/create.js';
import { registerListAuthorities } from './authorities/list.js';
import { registerDecodePayloads } from './codec/decode.js';
import { registerConfirmChange, registerRefuseChange } from './changes/decide.js';
import { registerGetChange } from './changes/get.js';
import { registerListChanges } from './changes/list.js';
import { registerEvents } from './events/stream.js';
import { registerHealthz } from './health/alive.js';
import { registerReadyz } from './health/ready.js';
import { registerJoinInbound, registerRejectInbound } from './inbound/decide.js';
import { registerListInbound } from './inbound/list.js';
import { registerGetRawInbound } from './inbound/raw.js';
import { registerTakeInbound } from './inbound/accept.js';
import { registerClaimKey } from './keys/claim.js';
import { registerCreateKey } from './keys/create.js';
import { registerListKeys } from './keys/list.js';
import { registerRevokeKey } from './keys/revoke.js';
import { registerReadList } from './lists/read.js';
import { registerGetMe } from './me/get.js';
import { registerGetSettings, registerPutSettings } from './me/settings.js';
import { registerMetrics } from './metrics/get.js';
import { registerGetAuthenticity } from './notices/sender.js';
import { registerGetCallBackSheet } from './notices/sender.js';
import { registerGetBundle } from './notices/bundle.js';
import { registerListClocks } from './notices/clocks.js';
import { registerBreakGlass } from './notices/break-glass.js';
import { registerCommands } from './notices/commands.js';
import { registerCreateNotice } from './notices/create.js';
import { registerGetDocument } from './notices/documents/read.js';
import { registerListDocuments } from './notices/documents/read.js';
import { registerEnforcementEvents } from './notices/enforcement.js';
import { registerGetEnforcement } from './notices/enforcement.js';
import { registerGetNotice } from './notices/get.js';
import { registerGetLetterAnnex } from './notices/letters/letters.js';
import { registerGetLetterPdf } from './notices/letters/letters.js';
import { registerContestedRules } from './notices/contested-rules.js';
import { registerLiftHold, registerSetHold } from './notices/hold.js';
import { registerListCorrespondence } from './notices/letters/correspondence.js';
import { registerListLetters } from './notices/letters/letters.js';
import { registerJudgeLumen, registerJudgePublicStatement, registerJudgeReasons } from './publications/judge.js';
import { registerDraftLumen, registerGetLumen, registerSettleLumen } from './publications/lumen.js';
import { registerPublicStatements } from './publications/public-pages.js';
import { registerDraftPublicStatement, registerGetPublicStatement } from './publications/public-statement.js';
import { registerListReasons, registerListStatements, registerStateReasons } from './notices/statements.js';
import { registerListNotices } from './notices/list.js';
import { registerPreviewLetters } from './notices/letters/preview-letters.js';
import { registerEndPresence, registerPutPresence } from './notices/presence.js';
import { registerGetRestoreBasis } from './notices/enforcement.js';
import { registerListProposals } from './notices/proposals/list.js';
import { registerWriteProposals } from './notices/proposals/write.js';
import { registerReadReply } from './notices/read-reply.js';
import { registerListSecondReviews } from './notices/targets.js';
import {
  registerListFrozenTargets,
  registerListSubmissionChanges,
  registerListSubmissions,
} from './notices/submissions.js';
import { registerGetTargetHistory } from './notices/targets.js';
import { registerAddDocument } from './notices/documents/add.js';
import { registerAddTargets } from './notices/add-targets.js';
import { registerListDiff } from './notices/uploads.js';
import { registerListUploadProblems } from './notices/uploads.js';
import { registerListUploads } from './notices/uploads.js';
import { registerListSenderChecks } from './notices/sender.js';
import { registerNotifyUsers } from './notices/notify-users.js';
import { registerListTargets } from './notices/targets.js';
import { registerListTimeline } from './notices/timeline.js';
import { registerListAlerts } from './ops/alerts.js';
import { registerOpsOverview } from './ops/overview.js';
import { registerConfirmPause, registerPauseEnforcement, registerResumeEnforcement } from './ops/pause-enforcement.js';
import { registerReconciler } from './ops/reconciler.js';
import { registerConfirmPromotion, registerListReleases, registerPromoteRelease } from './ops/releases.js';
import { registerRebuildAll } from './ops/rebuild-all.js';
import { registerRepair } from './ops/repair.js';
import { registerListOutbox } from './outbox/list.js';
import { registerAbsence } from './people/absence.js';
import { registerCreatePerson } from './people/create.js';
import { registerListColleagues } from './people/colleagues.js';
import { registerListPeople } from './people/list.js';
import { registerErasePerson } from './people/erase.js';
import { registerForgetPasskeys } from './people/forget-passkeys.js';
import { registerListPresence } from './presence/list.js';
import { registerPasskeyChallenge } from './passkeys/challenge.js';
import { registerRemovePasskey, registerRenamePasskey } from './passkeys/change.js';
import { registerListPasskeys } from './passkeys/list.js';
import { registerAddPasskey, registerPasskeyOptions } from './passkeys/register.js';
import { registerReleaseIdentities } from './people/release-identities.js';
import { registerDsaReport, registerDsaReportNotices } from './reports/dsa.js';
import { registerTcoReport, registerTcoReportNotices } from './reports/tco.js';
import { registerUsReport } from './reports/us.js';
import { registerTransparencyNotices, registerTransparencyReport } from './reports/transparency.js';
import { registerUnsupportedReport } from './reports/unsupported.js';
import { registerListReceiptKeys } from './receipt-keys/list.js';
import { registerPreviewRetention, registerRetentionRules } from './retention/preview.js';
import { registerRunRetention } from './retention/run.js';
import { registerListRestrictions } from './restrictions/list.js';
import { registerGetSession } from './sessions/current.js';
import { registerListSessions } from './sessions/list.js';
import { registerRevokeSession, registerRevokePersonSessions } from './sessions/revoke.js';
import { registerGetStats } from './stats/get.js';
import { registerDeleteView } from './views/delete.js';
import { registerListViews } from './views/list.js';
import { registerSaveView } from './views/save.js';
import { RULEBOOK_ROUTES } from './rulebook/index.js';
import { registerListWebhooks } from './webhooks/list.js';
import { registerReplayWebhooks } from './webhooks/replay.js';

const ROUTES: readonly ((app: Api, context: ApiContext) => void)[] = [
  // Metrics come first: their hook times every other route.
  registerMetrics,
  registerHealthz,
  registerReadyz,
  registerAuthInfo,
  registerSignIn,
  registerCallback,
  registerSignOut,
  registerGetSession,
  registerListSessions,
  registerRevokeSession,
  registerGetMe,
  registerGetSettings,
  registerPutSettings,
  registerListPasskeys,
  registerPasskeyOptions,
  registerAddPasskey,
  registerRenamePasskey,
  registerRemovePasskey,
  registerPasskeyChallenge,
  (app, context) => takeLongNotices(app, (scope) => registerCreateNotice(scope, context)),
  registerListNotices,
  registerGetNotice,
  registerListTargets,
  registerGetTargetHistory,
  registerListSecondReviews,
  registerListSubmissions,
  registerListFrozenTargets,
  registerListSubmissionChanges,
  registerAddDocument,
  registerAddTargets,
  registerListUploads,
  registerListUploadProblems,
  registerListDiff,
  registerReadList,
  registerListClocks,
  registerListTimeline,
  registerListSenderChecks,
  registerGetAuthenticity,
  registerGetCallBackSheet,
  registerListCorrespondence,
  registerListLetters,
  registerListStatements,
  registerStateReasons,
  registerListReasons,
  registerJudgeReasons,
  registerGetLumen,
  registerDraftLumen,
  registerSettleLumen,
  registerJudgeLumen,
  registerGetPublicStatement,
  registerDraftPublicStatement,
  registerJudgePublicStatement,
  registerPublicStatements,
  registerGetLetterAnnex,
  registerGetLetterPdf,
  registerPreviewLetters,
  registerListDocuments,
  registerGetDocument,
  registerGetBundle,
  registerPutPresence,
  registerEndPresence,
  registerGetEnforcement,
  registerGetRestoreBasis,
  registerEnforcementEvents,
  registerCommands,
  registerBreakGlass,
  registerNotifyUsers,
  registerContestedRules,
  registerSetHold,
  registerLiftHold,
  registerListProposals,
  registerWriteProposals,
  registerReadReply,
  registerListInbound,
  (app, context) => takeLongNotices(app, (scope) => registerTakeInbound(scope, context)),
  registerJoinInbound,
  registerRejectInbound,
  registerGetRawInbound,
  registerListPresence,
  registerListViews,
  registerSaveView,
  registerDeleteView,
  registerFileAppeal,
  registerListAppeals,
  registerGetAppeal,
  registerGetAppealDocument,
  registerDecideAppeal,
  registerAppealPage,
  registerPortal,
  registerListRestrictions,
  registerListReceiptKeys,
  registerEvents,
  registerGetStats,
  registerDsaReport,
  registerDsaReportNotices,
  registerTcoReport,
  registerTcoReportNotices,
  registerUsReport,
  registerTransparencyReport,
  registerTransparencyNotices,
  registerUnsupportedReport,
  ...RULEBOOK_ROUTES,
  registerListAlerts,
  registerOpsOverview,
  registerReconciler,
  registerDecodePayloads,
  registerListReleases,
  registerPromoteRelease,
  registerConfirmPromotion,
  registerRepair,
  registerRebuildAll,
  registerPauseEnforcement,
  registerConfirmPause,
  registerResumeEnforcement,
  registerListWebhooks,
  registerReplayWebhooks,
  registerPreviewRetention,
  registerRetentionRules,
  registerRunRetention,
  registerListAudit,
  registerGetCheckpoint,
  registerGetAuditProof,
  registerListAuthorities,
  registerCreateAuthority,
  registerListColleagues,
  registerListPeople,
  registerCreatePerson,
  registerAbsence,
  registerReleaseIdentities,
  registerForgetPasskeys,
  registerErasePerson,
  registerRevokePersonSessions,
  registerListKeys,
  registerCreateKey,
  registerClaimKey,
  registerRevokeKey,
  registerListChanges,
  registerGetChange,
  registerConfirmChange,
  registerRefuseChange,
  registerListOutbox,
];

export function registerRoutes(app: Api, context: ApiContext): void {
  for (const register of ROUTES) register(app, context);
}
