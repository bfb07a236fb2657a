export interface QueueStats {
  notices: number;
  byStage: Record<string, number>;
  overdue: number;
  dueWithin: Record<'1h' | '4h' | '24h', number>;
  alert: number | null;
  pace?: {
    targetsPerDay: number | null;
    approvalSeconds: number | null;
    enforcementSeconds: number | null;
    metSeconds: Record<string, number>;
  };
  forecast?: {
    at: string;
    willMiss: number;
    items: {
      notice: string;
      number: string;
      clock: string;
      kind: string;
      dueAt: string;
      expectedAt: string;
      why: string;
    }[];
    unknown: string[];
  };
}
