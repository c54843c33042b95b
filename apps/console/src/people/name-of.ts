import type { Contact } from '@kurenda/contract'
import type { TFunction } from 'i18next'
import { formatPhone } from '../format.ts'

/** What a person is called: the name, else the first address, of whom nobody knows the name. */
export const nameOf = ({ name, addresses }: Pick<Contact, 'name' | 'addresses'>, t: TFunction): string =>
  name ?? (addresses[0] ? formatPhone(addresses[0].value) : t('people.unnamed'))
