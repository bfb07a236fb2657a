import { DefaultFailureConverter } from '@temporalio/common';

/** Encodes messages and stacks of failures, because they may quote a notice. Loaded by path. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
