import type { z } from 'zod';
import type { lumenView, publicStatementView } from '../contract/publications.js';
import type { reasonsView, statementView } from '../contract/statements.js';

export type StatementOfReasons = z.infer<typeof statementView>;
export type ReasonsState = z.infer<typeof reasonsView>;
export type LumenState = z.infer<typeof lumenView>;
export type PublicStatementState = z.infer<typeof publicStatementView>;
