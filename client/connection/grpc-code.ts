import { isGrpcServiceError } from '@temporalio/client';

/** The gRPC codes the desk distinguishes. INVALID_ARGUMENT: an older server rejects an unknown search attribute. */
export const GRPC = { INVALID_ARGUMENT: 3, NOT_FOUND: 5, FAILED_PRECONDITION: 9 } as const;

/** Returns the gRPC code of an error or its cause; null if there is none. */
export function findGrpcCode(error: unknown): number | null {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : isGrpcServiceError(error) ? error.code : null;
}
