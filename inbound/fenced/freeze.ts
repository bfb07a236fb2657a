/**
 * Freezes the built-in prototypes, so that a message that makes a parser write there affects neither the next message
 * nor its own checks. mailauth does write there: a name with `__proto__.` in ARC-Authentication-Results reaches
 * `Object.prototype`. Call it after all modules are loaded, since some change their prototypes while loading.
 */
export function freezeIntrinsics(): void {
  for (const prototype of [Object.prototype, Error.prototype, TypeError.prototype, RangeError.prototype])
    keepAssignable(prototype);
  for (const one of FROZEN) Object.freeze(one);
}

const ARRAYS = Object.getPrototypeOf(Uint8Array) as { prototype: object };
// biome-ignore format: one to a line would be longer than all the rest
const CONSTRUCTORS = [
  Object, Function, Array, String, Number, Boolean, Symbol, BigInt, Date, RegExp, Promise, Proxy, Error, TypeError, RangeError,
  Map, Set, WeakMap, WeakSet, ArrayBuffer, DataView, ARRAYS, Uint8Array, Buffer, URL, URLSearchParams, TextDecoder, TextEncoder,
];
const NAMESPACES = [JSON, Math, Reflect, Atomics, Intl];
const FROZEN: readonly object[] = [
  ...NAMESPACES,
  ...CONSTRUCTORS.flatMap((one) => [one, one.prototype as object | undefined].filter((part) => part !== undefined)),
];

function keepAssignable(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const found = Object.getOwnPropertyDescriptor(prototype, key);
    if (found?.configurable !== true || !('value' in found)) continue;
    const value: unknown = found.value;
    Object.defineProperty(prototype, key, {
      get: () => value,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError(`${String(key)} is frozen`);
        Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
      },
      enumerable: false,
      configurable: true,
    });
  }
}
