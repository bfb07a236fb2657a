/** Where statements of reasons are sent (`DSA_TDB_URL`: the address of one statement of its API), and the token for it. */
export interface TransparencyDatabase {
  url: string;
  token: string;
}
