import { expect, test } from 'vitest'
import { changesOf, type Values } from './values.ts'

const before: Values = {
  name: 'Anna Przykładowa',
  language: 'pl',
  phones: ['+48600100301'],
  emails: [],
  fields: { wieś: 'Olszanka', piec: 'tak' },
}

test('only what was changed in the form is sent, so that a colleague’s change of another field stays', () => {
  expect(changesOf(before, before)).toEqual({})
  expect(changesOf(before, { ...before, name: ' Anna Nowa ' })).toEqual({ name: 'Anna Nowa' })
  expect(changesOf(before, { ...before, phones: ['+48600100301', ' 600 100 302 ', ''] })).toEqual({
    phones: ['+48600100301', '600 100 302'],
  })
  expect(changesOf(before, { ...before, fields: { ...before.fields, piec: '' } })).toEqual({ fields: { piec: '' } })
})

test('an empty row and a name taken away are what they look like', () => {
  expect(changesOf(before, { ...before, emails: [''] })).toEqual({})
  expect(changesOf(before, { ...before, name: '' })).toEqual({ name: null })
})
