/** Who is told what happens, and the secret that signs it (Standard Webhooks). */
export interface Subscriber {
  url: string;
  secret: string;
}
