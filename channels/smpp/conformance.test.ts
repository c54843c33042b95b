import { conform } from '#channels/conformance'
import { SmppProvider } from './fake-provider.ts'

conform('smpp', () => SmppProvider.open())
