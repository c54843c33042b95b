import type { Channel } from '@kurenda/channel'
import { smppConfig, type SmppConfig } from './config.ts'
import { SmppConnection } from './connection.ts'

export { smppConfig, type SmppConfig }

/** SMS through any provider that speaks SMPP 3.4. */
export const smpp: Channel<SmppConfig> = {
  type: 'smpp',
  media: ['sms'],
  config: smppConfig,
  window: (config) => config.window * config.binds,
  senders: (config) => config.senders,
  open: async (config, host) => new SmppConnection(config, host),
}
