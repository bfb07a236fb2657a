// The SDK captures a stack trace for every promise in a workflow, for stack queries: a fifth of a worker's cost
// (docs/benchmarks.md). Three frames show where an error came from. Loaded before the sandbox is frozen.
Error.stackTraceLimit = 3;
