/** An item that is restricted on the platform (`GET /v1/restrictions`). */
export interface Restriction {
  type: string;
  locator: string;
  countries: string[];
  everywhere: boolean;
  supportedBy: string[];
  since: string;
}

/** A restriction in force without a living legal basis (`GET /v1/reports/unsupported-restrictions`). */
export interface Unsupported {
  notice: string;
  number: string;
  target: number;
  type: string;
  locator: string;
  countries: string[];
  everywhere: boolean;
  since: string;
  cause: string;
  why: string;
  unsupportedSince: string;
  heldByOthers: boolean;
}
