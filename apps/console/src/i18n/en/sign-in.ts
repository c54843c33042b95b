import type { signIn as polish } from '../pl/sign-in.ts'

export const signIn: Record<keyof typeof polish, string> = {
  'signIn.title': 'Good day',
  'signIn.lead': 'Sign in to write to residents and to answer them.',
  'signIn.email': 'E-mail address',
  'signIn.password': 'Password',
  'signIn.show': 'Show the password',
  'signIn.submit': 'Sign in',
  'signIn.wrong': 'The address or the password is not right. Check them and try again.',
  'signIn.tooMany': 'Too many attempts. Wait a moment and try again.',
  'welcome.page': 'One-time link',
  'welcome.title': '{{organization}} invites you',
  'welcome.lead': 'Set a password and start at once. This link works only once.',
  'welcome.known': 'You have an account already. Enter its password to join.',
  'welcome.reset': 'New password',
  'welcome.resetLead': 'Set a new password. Other devices will be signed out.',
  'welcome.name': 'Name',
  'welcome.password': 'New password',
  'welcome.rule': 'At least 12 characters; a few words are best.',
  'welcome.submit': 'Save and enter',
  'welcome.toSignIn': 'Go to sign-in',
}
