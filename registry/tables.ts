import type { AdministrationTables } from './changes/tables.js';
import type { AppealTables } from './appeals/tables.js';
import type { AuditTables } from './audit/tables.js';
import type { PeopleTables } from './people/tables.js';
import type { NoticeTables } from './notices/tables.js';
import type { TargetTables } from './targets/tables.js';
import type { ClockTables } from './clocks/tables.js';
import type { RulebookTables } from './rulebook/tables.js';
import type { SubmissionTables } from './submissions/tables.js';
import type { EnforcementTables } from './enforcement/tables.js';
import type { LetterTables } from './letters/tables.js';
import type { UserMessageTables } from './user-notices/tables.js';
import type { MailTables } from './mail/tables.js';
import type { ReleaseTables } from './releases/tables.js';
import type { RetentionTables } from './retention/tables.js';
import type { OpsTables } from './ops/tables.js';
import type { ImportTables } from './imports/tables.js';
import type { ConversationTables } from './conversations/tables.js';
import type { FeatureTables } from './features.js';
import type { WebhookTables } from './webhooks/tables.js';

export interface Tables
  extends AdministrationTables,
    AuditTables,
    PeopleTables,
    NoticeTables,
    TargetTables,
    ClockTables,
    RulebookTables,
    SubmissionTables,
    ConversationTables,
    EnforcementTables,
    LetterTables,
    MailTables,
    ReleaseTables,
    RetentionTables,
    UserMessageTables,
    AppealTables,
    OpsTables,
    ImportTables,
    FeatureTables,
    WebhookTables {}
