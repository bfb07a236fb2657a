/** Ends immediately: the minimum cost of a workflow. */
export async function emptyWorkflow(): Promise<void> {}
