import { expect, test } from 'vitest'
import { readApiConfig } from './index.ts'

const least = { API_URL: 'postgres://127.0.0.1/kurenda', ENGINE_URL: 'postgres://127.0.0.1/kurenda' }

test('nobody’s word on an address counts unless the proxies are named, and never everybody’s', () => {
  const trusted = (value?: string) => readApiConfig({ ...least, TRUST_PROXY: value }).trustProxy
  expect(trusted()).toBeUndefined()
  expect(trusted('')).toBeUndefined()
  expect(trusted('127.0.0.1, 10.0.0.0/8  fd00::/8')).toEqual(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])
  for (const wrong of ['true', '1', '*', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/8/8', 'proxy.example'])
    expect(() => trusted(wrong)).toThrow('TRUST_PROXY')
})

test('hosts of the office’s own network are named one by one, as they stand in an address', () => {
  const reached = (value?: string) => readApiConfig({ ...least, OUTGOING_HOSTS: value }).outgoingHosts
  expect(reached()).toEqual([])
  expect(reached('Keycloak.gmina.lan:8443, 10.0.0.5:443 [fd00::5]:8443')).toEqual([
    'keycloak.gmina.lan:8443',
    '10.0.0.5',
    '[fd00::5]:8443',
  ])
  for (const wrong of [
    '*',
    '*.gmina.lan',
    'https://keycloak.gmina.lan',
    'keycloak/realms',
    'a@b',
    'host:99999',
    '10.0.0.0/8',
  ])
    expect(() => reached(wrong)).toThrow('OUTGOING_HOSTS')
})
