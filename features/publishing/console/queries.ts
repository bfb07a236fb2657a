import type { LumenState, PublicStatementState, ReasonsState, StatementOfReasons } from './types.js';
import { queryBelow, queryListBelow } from '../../../console/http/queries.js';

export const lumenQuery = queryBelow<LumenState>('lumen');
export const publicStatementQuery = queryBelow<PublicStatementState>('public-statement');
export const reasonsQuery = queryBelow<ReasonsState>('reasons', 'statements/versions');

/** Initial statements of reasons about a notice's items; there are none before the first restriction. */
export const statementsQuery = queryListBelow<StatementOfReasons>('statements');
