/** Endpoint for statements of reasons (`DSA_TDB_URL`, which accepts one statement), and its token. */
export interface TransparencyDatabase {
  url: string;
  token: string;
}
