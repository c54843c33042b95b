import { expect, test } from 'vitest'
import { readPicture } from './read-picture.ts'

/** The smallest of each kind, made by other programs. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const webp = Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=', 'base64')
const jpeg = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc0000b0800200040010111 00ffda0008010100003f0000ffd9'.replace(' ', ''),
  'hex',
)

test('a picture is what its bytes say', () => {
  expect(readPicture(png)).toEqual({ type: 'image/png', width: 1, height: 1 })
  expect(readPicture(webp)).toEqual({ type: 'image/webp', width: 1, height: 1 })
  expect(readPicture(jpeg)).toEqual({ type: 'image/jpeg', width: 64, height: 32 })
})

test('what can hold a script, or breaks off, is no picture', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  for (const other of [svg, '<html>', '', 'GIF89a', `${png.toString('latin1')}<script>`])
    expect(readPicture(Buffer.from(other, 'latin1'))).toBeUndefined()
  for (const whole of [png, webp, jpeg])
    for (let length = 0; length < whole.length; length++) expect(readPicture(whole.subarray(0, length))).toBeUndefined()
})
