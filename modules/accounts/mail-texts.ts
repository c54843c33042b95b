import type { Letterhead } from './read-letterhead.ts'

export interface Letter {
  subject: string
  text: string
}

/** To someone who is asked to join the staff. */
export function invitationMail(
  head: Letterhead,
  { name, link, expiresAt }: { name: string; link: string; expiresAt: Date },
): Letter {
  const until = moment(head, expiresAt)
  return head.language === 'en'
    ? {
        subject: `${head.organization}: your account in Kurenda`,
        text: `Hello ${name},

${head.organization} invites you to Kurenda, from where the office writes to its residents.
Set your password here:

${link}

The link works once, until ${until}. If you did not expect this, do nothing.`,
      }
    : {
        subject: `${head.organization}: konto w Kurendzie`,
        text: `Dzień dobry, ${name}!

${head.organization} zaprasza do Kurendy, z której urząd pisze do mieszkańców.
Tutaj można ustawić hasło:

${link}

Link działa jeden raz, do: ${until}. Jeśli to pomyłka, nie trzeba nic robić.`,
      }
}

/** To someone whose password shall be set anew. */
export function resetMail(head: Letterhead, { link, expiresAt }: { link: string; expiresAt: Date }): Letter {
  const until = moment(head, expiresAt)
  return head.language === 'en'
    ? {
        subject: 'Kurenda: a new password',
        text: `Hello,

someone asked for a new password for this address in Kurenda (${head.organization}).
Set it here:

${link}

The link works once, until ${until}. If it was not you, do nothing: the old password still works.`,
      }
    : {
        subject: 'Kurenda: nowe hasło',
        text: `Dzień dobry!

Ktoś poprosił o nowe hasło do Kurendy (${head.organization}) dla tego adresu.
Można je ustawić tutaj:

${link}

Link działa jeden raz, do: ${until}. Jeśli to nie była Twoja prośba, nie trzeba nic robić: dotychczasowe hasło działa nadal.`,
      }
}

/** In the office’s own time, with its name: the reader may be elsewhere. */
function moment({ language, timeZone }: Letterhead, at: Date): string {
  return new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at)
}
