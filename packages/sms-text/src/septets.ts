/**
 * Packs septets (one in each byte) into octets, lowest bits first: 3GPP TS 23.038, 6.1.2.1.
 * @param fillBits zero bits before the first septet (0–6), so that text after a header begins on a septet boundary
 */
export function packSeptets(septets: Uint8Array, fillBits = 0): Uint8Array {
  const packed = new Uint8Array(Math.ceil((septets.length * 7 + fillBits) / 8))
  let bit = fillBits
  for (const septet of septets) {
    const at = bit >> 3
    const shifted = (septet & 0x7f) << (bit & 7)
    packed[at] = (packed[at] ?? 0) | (shifted & 0xff)
    // A write past the end of a typed array is dropped, and there are no bits to lose there.
    packed[at + 1] = (packed[at + 1] ?? 0) | (shifted >> 8)
    bit += 7
  }
  return packed
}

/**
 * The reverse of packSeptets.
 * @param count number of septets (the octets alone cannot tell seven spare bits from a final '@'); at most what the octets hold
 * @param fillBits zero bits before the first septet
 */
export function unpackSeptets(packed: Uint8Array, count: number, fillBits = 0): Uint8Array {
  const held = Math.max(0, Math.floor((packed.length * 8 - fillBits) / 7))
  const septets = new Uint8Array(Math.min(count, held))
  for (let i = 0, bit = fillBits; i < septets.length; i++, bit += 7) {
    const at = bit >> 3
    septets[i] = (((packed[at] ?? 0) | ((packed[at + 1] ?? 0) << 8)) >> (bit & 7)) & 0x7f
  }
  return septets
}
