/**
 * `make`, asked once for each object and remembered for as long as the object lives: a definition is compiled by being
 * used, and what is compiled goes when the definition goes.
 */
export function perObject<K extends object, V>(make: (object: K) => V): (object: K) => V {
  const made = new WeakMap<K, V>()
  return (object) => {
    const known = made.get(object)
    if (known !== undefined) return known
    const value = make(object)
    made.set(object, value)
    return value
  }
}
