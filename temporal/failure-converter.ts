import { DefaultFailureConverter } from '@temporalio/common';

/** Messages and stacks of failures may quote a notice: they are sealed like everything else. Loaded by its path. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
