import { app } from './app.ts'
import { approval } from './approval.ts'
import { broadcasts } from './broadcasts.ts'
import { compose } from './compose.ts'
import { home } from './home.ts'
import { imports } from './imports.ts'
import { inbox } from './inbox.ts'
import { people } from './people.ts'
import { phones } from './phones.ts'
import { security } from './security.ts'
import { segments } from './segments.ts'
import { settings } from './settings.ts'
import { signIn } from './sign-in.ts'
import { surveys } from './surveys.ts'

/** Polish: the language that the console is written in. `{{count, n}}` is a number written as Poles write it. */
export const pl = {
  ...app,
  ...approval,
  ...broadcasts,
  ...compose,
  ...home,
  ...imports,
  ...inbox,
  ...people,
  ...phones,
  ...security,
  ...segments,
  ...settings,
  ...signIn,
  ...surveys,
}
