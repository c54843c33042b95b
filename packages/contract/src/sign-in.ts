import { z } from 'zod'
import { newPassword, staffRole } from './staff.ts'
import { permission } from './api-keys.ts'
import { instant } from './paging.ts'

const organizationChoice = z.object({ id: z.int(), name: z.string() })

/** How an office shows itself. */
export const brand = z.object({
  /** `#rrggbb`; null: Kurenda's own. */
  colour: z.string().nullable(),
  /** Its address on this server. */
  logo: z.string().nullable(),
})
export type Brand = z.infer<typeof brand>

/** Of whom an organization wants more than a password: a code from an app, or a passkey. */
export const secondFactorOf = z.enum(['nobody', 'administrators', 'everyone'])
export type SecondFactorOf = z.infer<typeof secondFactorOf>

/** `GET /console-api/second-factor-rule`, and `PUT` of its `of` */
export const secondFactorRule = z.object({
  of: secondFactorOf,
  /** How many have none, and would be asked to set one up unless they come by the office's own sign-in. */
  lacking: z.object({ administrators: z.int(), everyone: z.int() }),
  /** Whoever asks has one. */
  own: z.boolean(),
})
export type SecondFactorRule = z.infer<typeof secondFactorRule>

/** `GET /console-api/me`; 401 `sign-in-needed` where nobody is signed in. */
export const me = z.object({
  user: z.object({ name: z.string(), email: z.string() }),
  /** Their number among the staff of this organization. */
  staffId: z.int(),
  /** What conversations, queues and notes call them by. */
  userId: z.string(),
  organization: z.object({
    id: z.int(),
    name: z.string(),
    timeZone: z.string(),
    language: z.enum(['pl', 'en']),
    brand,
    secondFactorOf,
  }),
  /** All that they may choose with `POST /console-api/me/organization`. */
  organizations: z.array(organizationChoice),
  role: z.string(),
  permissions: z.array(permission),
  /**
   * What this organization wants before any other route answers: a first second factor is set up, or they sign in again with the
   * one that they have. Until then all else is refused with 403 `second-factor-needed`.
   */
  owes: z.enum(['nothing', 'set-up', 'sign-in']),
  /** A made-up town with a simulator at /simulator/. */
  demo: z.boolean(),
})
export type Me = z.infer<typeof me>

/** `POST /console-api/me/organization`: holds for this session, and is the first choice at the next sign-in. */
export const chooseOrganization = z.object({ organizationId: z.int().positive() })

/** `PATCH /console-api/me` */
export const ownChange = z.object({ name: z.string().trim().min(1).max(120) })

/** `PATCH /console-api/organization`: what the office is called, and in what it speaks where nobody chose. */
export const organizationChange = z.object({
  name: z.string().trim().min(1).max(120),
  language: z.enum(['pl', 'en']),
  /** `#rrggbb`; null: Kurenda's own. Left out, it stays. */
  colour: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/)
    .transform((colour) => colour.toLowerCase())
    .nullable()
    .optional(),
})
export type OrganizationChange = z.infer<typeof organizationChange>

const token = z.string().min(20).max(200)

/** `POST /console-api/auth/link`: what a one-time link is for, so that its page can say it. */
export const linkQuestion = z.object({ token })
export const linkAnswer = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('invitation'),
    organization: z.string(),
    /** Null where the person enters their own. */
    email: z.string().nullable(),
    name: z.string().nullable(),
    role: staffRole,
    /** They have an account already: the password asked for is that account's. */
    known: z.boolean(),
  }),
  z.object({ is: z.literal('reset'), email: z.string() }),
])

export type LinkAnswer = z.infer<typeof linkAnswer>

/** `POST /console-api/auth/accept-invitation` */
export const acceptance = z.object({
  token,
  email: z.email().max(254).optional(),
  name: z.string().trim().min(1).max(120).optional(),
  password: z.string().min(1).max(128),
})
export type Acceptance = z.infer<typeof acceptance>

/** `POST /console-api/auth/request-reset`: answers alike whether there is such an account or not. */
export const resetRequest = z.object({ email: z.email().max(254) })
/** `POST /console-api/auth/reset-password`: ends all sessions of the account. */
export const resetPassword = z.object({ token, password: newPassword })

/** `POST /console-api/auth/sign-in/email`, `…/second-factor` and `…/passkey` */
export const signedIn = z.object({
  done: z.literal(true),
  /** Nobody is signed in yet: a code is asked for at `POST /console-api/auth/second-factor`. */
  secondFactor: z.boolean(),
})
export type SignedIn = z.infer<typeof signedIn>

/** `POST /console-api/auth/second-factor`, within ten minutes of the password */
export const secondFactor = z.object({
  code: z.string().min(6).max(40),
  /** It is one of the recovery codes, which work once each. */
  recovery: z.boolean().default(false),
})

/** `GET /console-api/auth/ways`: how one may sign in besides a password. */
export const signInWays = z.object({
  /** Where the town is called by a number instead of a name, browsers offer no passkeys. */
  passkeys: z.boolean(),
  providers: z.array(z.object({ slug: z.string(), organization: z.string(), label: z.string() })),
})
export type SignInWays = z.infer<typeof signInWays>

const password = z.string().min(1).max(128)
/** What changes how one signs in asks for the password again. */
export const passwordProof = z.object({ password })

/** `GET /console-api/auth/security` */
export const security = z.object({
  secondFactor: z.boolean(),
  /** An organization of theirs wants a second factor: the last one stays. */
  required: z.boolean(),
  /** Passkeys are of a name: where the town is called by a number, none can be made. */
  passkeysPossible: z.boolean(),
  /** Let in by the office's own sign-in, whose business second factors are then. */
  bound: z.boolean(),
  passkeys: z.array(z.object({ id: z.int(), name: z.string(), createdAt: instant, lastUsedAt: instant.nullable() })),
})
export type Security = z.infer<typeof security>

/** `POST /console-api/auth/second-factor/begin`: shown once. */
export const secondFactorOffer = z.object({
  /** `otpauth://…` */
  uri: z.string(),
  /** The same as a QR code, SVG. */
  qr: z.string(),
  recoveryCodes: z.array(z.string()),
})
export type SecondFactorOffer = z.infer<typeof secondFactorOffer>
/** `POST /console-api/auth/second-factor/confirm` */
export const secondFactorCode = z.object({ code: z.string().min(6).max(12) })
/** `POST /console-api/auth/recovery-codes`: new ones; the old ones end. */
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) })

/** What `navigator.credentials` takes and gives, as JSON (W3C WebAuthn Level 3, §5.1.9 and §5.1.10). */
export const passkeyOptions = z.object({ challenge: z.string() }).catchall(z.unknown())
const credential = z.object({ id: z.string(), rawId: z.string(), type: z.literal('public-key') }).catchall(z.unknown())
/** `POST /console-api/auth/passkeys` */
export const newPasskey = z.object({ name: z.string().trim().min(1).max(60), credential })
/** `POST /console-api/auth/passkey` */
export const passkeyProof = z.object({ credential })

/** `PUT /console-api/identity-provider`: where the staff of this organization sign in besides (OpenID Connect). */
export const identityProvider = z.object({
  label: z.string().trim().min(1).max(60),
  /** Its metadata lie below `/.well-known/openid-configuration`. */
  issuer: z.url({ protocol: /^https?$/ }).max(300),
  clientId: z.string().trim().min(1).max(200),
  /** Written and never read back; left out, it stays, but never for another issuer. */
  clientSecret: z.string().min(1).max(500).optional(),
  enabled: z.boolean(),
})
export type IdentityProvider = z.infer<typeof identityProvider>
/** `GET /console-api/identity-provider` */
export const identityProviderSettings = z.object({
  provider: identityProvider.omit({ clientSecret: true }).nullable(),
  /** To be entered at the provider. */
  redirectUri: z.string(),
})
export type IdentityProviderSettings = z.infer<typeof identityProviderSettings>
/** `POST /console-api/identity-provider/check` */
export const identityProviderCheck = z.object({
  /** Its metadata can be read. */
  works: z.boolean(),
  /** A host in the office's own network that it leads to, and that the operator of the server has not allowed. */
  inside: z.string().nullable(),
})
export type IdentityProviderCheck = z.infer<typeof identityProviderCheck>
