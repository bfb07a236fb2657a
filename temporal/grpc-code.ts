import { isGrpcServiceError } from '@temporalio/client';

/** gRPC's codes that the desk tells apart. INVALID_ARGUMENT: an older server refuses a search attribute that it does not know. */
export const GRPC = { INVALID_ARGUMENT: 3, NOT_FOUND: 5, FAILED_PRECONDITION: 9 } as const;

/** gRPC's code of an error, or of what has caused it; null: the engine's answer is none of gRPC's. */
export function grpcCodeOf(error: unknown): number | null {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : isGrpcServiceError(error) ? error.code : null;
}
