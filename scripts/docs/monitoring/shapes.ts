export interface AlertRule {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: 'page' | 'ticket' | 'info' };
  annotations: { summary: string; look: string; repair: string };
}

export interface Panel {
  title: string;
  description: string;
  targets: readonly { expr: string; legend: string }[];
  unit?: string;
  kind?: 'timeseries' | 'stat';
}
