import type { AdministrationTables } from './administration/tables.js';
import type { AppealTables } from './appeal/tables.js';
import type { AuditTables } from './audit/tables.js';
import type { PeopleTables } from './people/tables.js';
import type { NoticeTables } from './notice/tables.js';
import type { TargetTables } from './target/tables.js';
import type { ClockTables } from './clock/tables.js';
import type { RulebookTables } from './rulebook/tables.js';
import type { SubmissionTables } from './submission/tables.js';
import type { EnforcementTables } from './enforcement/tables.js';
import type { LetterTables } from './letter/tables.js';
import type { UserMessageTables } from './user-notice/tables.js';
import type { MailTables } from './mail/tables.js';
import type { ReleaseTables } from './release/tables.js';
import type { RetentionTables } from './retention/tables.js';
import type { OpsTables } from './ops/tables.js';
import type { PortalTables } from './portal/tables.js';
import type { ReportTables } from './report/tables.js';
import type { WebhookTables } from './webhook/tables.js';

export interface Tables
  extends AdministrationTables,
    AuditTables,
    PeopleTables,
    NoticeTables,
    TargetTables,
    ClockTables,
    RulebookTables,
    SubmissionTables,
    EnforcementTables,
    LetterTables,
    MailTables,
    ReleaseTables,
    RetentionTables,
    UserMessageTables,
    AppealTables,
    OpsTables,
    PortalTables,
    ReportTables,
    WebhookTables {}
