export function ApprovalTab() {
  return null;
}
