import type { Connection } from '../../registry/db.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import type { Caller } from '../caller.js';
import type { Services } from '../services.js';

export interface Preparing {
  context: Services;
  trx: Connection;
  row: NoticeRow;
  caller: Caller;
  commandId: string;
}
