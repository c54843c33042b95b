import { z } from 'zod'
import { UNCLEAR, understood } from '../answer-kind.ts'
import type { AnswerKind } from '../answer-kind.ts'
import { placeIn } from '../understand/place.ts'

export const locationForm = z.strictObject({ kind: z.literal('location') })

/** A place: a point on the map, or an address in words. */
export const location: AnswerKind<z.infer<typeof locationForm>> = {
  schema: locationForm,
  takesAnything: true,
  reply: () => ({ is: 'location' }),
  fromText(_answer, text) {
    if (text.length > 500) return { is: 'too-long' }
    const place = placeIn(text)
    return place ? understood(place) : UNCLEAR
  },
  fromLocation: (_answer, place) => understood(place),
}
