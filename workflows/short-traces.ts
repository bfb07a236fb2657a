// The SDK takes a stack trace of every promise in a workflow, for whoever asks a run for its stack: a fifth of what a worker
// costs (docs/benchmarks.md). Three frames say where an error came from. Loaded before the sandbox is frozen.
Error.stackTraceLimit = 3;
