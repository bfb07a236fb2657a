/** What the desk uses of the package, which is absent where npm could not build it. */
declare module 'pkcs11js' {
  export interface Pkcs11Api {
    load(path: string): void;
    C_Initialize(): void;
    C_GetSlotList(tokenPresent: boolean): Buffer[];
    C_GetTokenInfo(slot: Buffer): { label: string };
    C_OpenSession(slot: Buffer, flags: number): Buffer;
    C_CloseSession(session: Buffer): void;
    C_Login(session: Buffer, user: number, pin: string): void;
    C_FindObjectsInit(session: Buffer, template: { type: number; value: number | string }[]): void;
    C_FindObjects(session: Buffer, count: number): Buffer[];
    C_FindObjectsFinal(session: Buffer): void;
    C_SignInit(session: Buffer, mechanism: { mechanism: number }, key: Buffer): void;
    C_SignAsync(session: Buffer, data: Buffer, signature: Buffer): Promise<Buffer>;
  }
  const library: { PKCS11: new () => Pkcs11Api } & Record<
    'CKF_SERIAL_SESSION' | 'CKA_CLASS' | 'CKO_PRIVATE_KEY' | 'CKA_LABEL' | 'CKM_RSA_PKCS' | 'CKM_ECDSA',
    number
  >;
  export default library;
}
