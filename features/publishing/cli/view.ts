import type { z } from 'zod';
import type * as publications from '../contract/publications.js';
import type * as statements from '../contract/statements.js';

export type LumenView = z.infer<typeof publications.lumenView>;
export type PublicStatementView = z.infer<typeof publications.publicStatementView>;
export type PublicationState = z.infer<typeof publications.publicationState>;
export type StatementView = z.infer<typeof statements.statementView>;
export type ReasonsView = z.infer<typeof statements.reasonsView>;
export type StatedReasons = z.infer<typeof statements.statedView>;
