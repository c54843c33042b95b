import { readFileSync } from 'node:fs'
import { staffRole } from '@kurenda/contract'
import { expect, test } from 'vitest'
import { permissions, permissionsOf, roleMay, scopesAllow } from './permissions.ts'

/** The table that people read, in docs/accounts.md. */
const page = readFileSync(new URL('../../docs/accounts.md', import.meta.url), 'utf8')
const promised = page
  .split('\n')
  .filter((line) => /^\| (permission|[\w-]+:[\w-]+) /.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

test('every role may do exactly what the documentation promises of it', () => {
  const table = permissions.map((permission) => [
    permission,
    ...staffRole.options.map((role) => (roleMay(role, permission) ? '✓' : '')),
  ])
  expect([['permission', ...staffRole.options], ...table]).toEqual(promised)
})

test('an unknown role may do nothing, and an administrator everything', () => {
  expect(permissionsOf('wójt')).toEqual([])
  expect(permissionsOf('administrator')).toEqual(permissions)
})

test('nobody who only looks may change anything', () => {
  expect(permissionsOf('auditor').filter((permission) => !permission.endsWith(':read'))).toEqual([])
})

test('a key carries its scopes and no more; * carries all', () => {
  for (const permission of permissions) {
    expect(scopesAllow([permission], permission)).toBe(true)
    expect(scopesAllow(['*'], permission)).toBe(true)
    expect(
      scopesAllow(
        permissions.filter((other) => other !== permission),
        permission,
      ),
    ).toBe(false)
  }
})
