const number = /^\+?\d{3,15}$/

/**
 * From which of our senders a resident can be answered so that they can write back: the channel's own where it is a number, else
 * the number that they wrote to; null where both are names (an alphanumeric sender cannot be answered).
 */
export function answeringSender(channelSender: string, writtenTo: string | null): string | null {
  if (number.test(channelSender)) return channelSender
  return writtenTo !== null && number.test(writtenTo) ? writtenTo : null
}
