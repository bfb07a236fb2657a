/** Ends at once: the least that a workflow can cost. */
export async function emptyWorkflow(): Promise<void> {}
