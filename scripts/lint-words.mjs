// A rule of the linter: what a person reads in the console comes from a catalogue, apps/console/src/i18n.
const words = '[value=/\\p{L}/u]'
const inside = ':matches(JSXElement, JSXFragment) > JSXExpressionContainer'
const read = /** what a person reads though it is an attribute */ [
  'aria-label',
  'title',
  'placeholder',
  'alt',
  'label',
  'description',
  'legend',
  'note',
  'text',
]
const places = [
  `JSXText${words}`,
  `${inside} > Literal${words}`,
  `${inside} > :matches(ConditionalExpression, LogicalExpression) > Literal${words}`,
  `JSXAttribute[name.name=/^(${read.join('|')})$/] > Literal${words}`,
]

/** @typedef {{ report(found: { node: object, message: string }): void }} Context */
export default {
  meta: { name: 'words' },
  rules: {
    'in-catalogues': {
      create: (/** @type {Context} */ context) =>
        Object.fromEntries(
          places.map((place) => [
            place,
            (/** @type {object} */ node) =>
              context.report({ node, message: 'Put the words into src/i18n/pl and src/i18n/en.' }),
          ]),
        ),
    },
  },
}
