/** What the bytes of a picture say themselves, whatever its name or sender calls it. */
export interface Picture {
  type: 'image/png' | 'image/jpeg' | 'image/webp'
  width: number
  height: number
}

/**
 * A PNG, JPEG or WebP; undefined for everything else. SVG is none of them on purpose: it is a document that may hold scripts, and
 * whoever clears it of them must know every browser.
 */
export function readPicture(bytes: Buffer): Picture | undefined {
  try {
    return asPng(bytes) ?? asJpeg(bytes) ?? asWebp(bytes)
  } catch {
    // It ends before what it promises.
    return undefined
  }
}

const pngBegins = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const pngEnds = Buffer.from('IEND')

/** W3C PNG, §11.2.1: IHDR comes first. */
function asPng(bytes: Buffer): Picture | undefined {
  if (!bytes.subarray(0, 8).equals(pngBegins) || bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined
  if (!bytes.subarray(-8, -4).equals(pngEnds)) return undefined
  return { type: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

/** ITU T.81, B.1.1.3: the first frame header (SOF0 to SOF15, without DHT, JPG and DAC) has the size. */
function asJpeg(bytes: Buffer): Picture | undefined {
  if (bytes.readUInt16BE(0) !== 0xffd8 || bytes.readUInt16BE(bytes.length - 2) !== 0xffd9) return undefined
  for (let at = 2; bytes[at] === 0xff;) {
    const marker = bytes.readUInt8(at + 1)
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { type: 'image/jpeg', height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

/** RFC 9649, §2.4 to §2.7: lossy, lossless, extended. */
function asWebp(bytes: Buffer): Picture | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return undefined
  if (bytes.readUInt32LE(4) + 8 !== bytes.length) return undefined
  const size = (width: number, height: number): Picture => ({ type: 'image/webp', width, height })
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return size(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff)
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21)
      return size((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1)
    }
    case 'VP8X':
      return size(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1)
    default:
      return undefined
  }
}
