import { infiniteQueryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { manualActionView } from '../../../contract/enforcement/manual-actions.js';
import { byCursor } from '../../http/build-query.js';
import type { Page } from '../../http/types.js';

export type ManualRecord = z.infer<typeof manualActionView>;

export const manualActionsQuery = (notice: string) =>
  infiniteQueryOptions({
    queryKey: ['notice', notice, 'manual-actions'],
    ...byCursor<Page<ManualRecord>>(`/v1/notices/${notice}/manual-actions?limit=50`),
  });
