/** Values of command_status (SMPP 3.4, 5.1.3) with words for staff. */
const table = {
  ESME_ROK: [0x00, 'accepted', 'przyjęte'],
  ESME_RINVMSGLEN: [0x01, 'invalid message length', 'nieprawidłowa długość wiadomości'],
  ESME_RINVCMDLEN: [0x02, 'invalid command length', 'nieprawidłowa długość polecenia'],
  ESME_RINVCMDID: [0x03, 'invalid command', 'nieznane polecenie'],
  ESME_RINVBNDSTS: [0x04, 'not allowed in this state of the connection', 'niedozwolone w tym stanie połączenia'],
  ESME_RALYBND: [0x05, 'already bound', 'konto jest już połączone'],
  ESME_RINVPRTFLG: [0x06, 'invalid priority', 'nieprawidłowy priorytet'],
  ESME_RINVREGDLVFLG: [0x07, 'invalid request for a receipt', 'nieprawidłowe żądanie potwierdzenia'],
  ESME_RSYSERR: [0x08, 'system error at the provider', 'błąd systemu operatora'],
  ESME_RINVSRCADR: [0x0a, 'invalid sender', 'nieprawidłowy nadawca'],
  ESME_RINVDSTADR: [0x0b, 'invalid number', 'nieprawidłowy numer odbiorcy'],
  ESME_RINVMSGID: [0x0c, 'unknown message', 'nieznana wiadomość'],
  ESME_RBINDFAIL: [0x0d, 'sign-in refused', 'operator odmówił połączenia'],
  ESME_RINVPASWD: [0x0e, 'wrong password', 'błędne hasło'],
  ESME_RINVSYSID: [0x0f, 'unknown system id', 'nieznany identyfikator konta'],
  ESME_RCANCELFAIL: [0x11, 'cancelling failed', 'nie udało się odwołać'],
  ESME_RREPLACEFAIL: [0x13, 'replacing failed', 'nie udało się zastąpić'],
  ESME_RMSGQFUL: [0x14, 'the provider’s queue is full', 'kolejka operatora jest pełna'],
  ESME_RINVSERTYP: [0x15, 'invalid service type', 'nieprawidłowy rodzaj usługi'],
  ESME_RINVNUMDESTS: [0x33, 'invalid number of recipients', 'nieprawidłowa liczba odbiorców'],
  ESME_RINVDLNAME: [0x34, 'invalid list of recipients', 'nieprawidłowa lista odbiorców'],
  ESME_RINVDESTFLAG: [0x40, 'invalid kind of recipient', 'nieprawidłowy rodzaj odbiorcy'],
  ESME_RINVSUBREP: [0x42, 'invalid replacement', 'nieprawidłowe zastąpienie'],
  ESME_RINVESMCLASS: [0x43, 'invalid esm_class', 'nieprawidłowe esm_class'],
  ESME_RCNTSUBDL: [0x44, 'cannot send to a list', 'nie można wysłać do listy'],
  ESME_RSUBMITFAIL: [0x45, 'the provider did not take it', 'operator nie przyjął wiadomości'],
  ESME_RINVSRCTON: [0x48, 'invalid type of sender', 'nieprawidłowy typ nadawcy'],
  ESME_RINVSRCNPI: [0x49, 'invalid numbering plan of sender', 'nieprawidłowy plan numeracji nadawcy'],
  ESME_RINVDSTTON: [0x50, 'invalid type of number', 'nieprawidłowy typ numeru'],
  ESME_RINVDSTNPI: [0x51, 'invalid numbering plan of number', 'nieprawidłowy plan numeracji odbiorcy'],
  ESME_RINVSYSTYP: [0x53, 'invalid system type', 'nieprawidłowy typ systemu'],
  ESME_RINVREPFLAG: [0x54, 'invalid replace flag', 'nieprawidłowy znacznik zastąpienia'],
  ESME_RINVNUMMSGS: [0x55, 'invalid number of messages', 'nieprawidłowa liczba wiadomości'],
  ESME_RTHROTTLED: [0x58, 'too fast for the provider', 'za szybko dla operatora'],
  ESME_RINVSCHED: [0x61, 'invalid time of sending', 'nieprawidłowy czas wysłania'],
  ESME_RINVEXPIRY: [0x62, 'invalid validity', 'nieprawidłowy czas ważności'],
  ESME_RINVDFTMSGID: [0x63, 'invalid ready-made message', 'nieprawidłowa wiadomość gotowa'],
  ESME_RX_T_APPN: [0x64, 'temporary error of the receiver', 'chwilowy błąd odbierającego'],
  ESME_RX_P_APPN: [0x65, 'permanent error of the receiver', 'trwały błąd odbierającego'],
  ESME_RX_R_APPN: [0x66, 'rejected by the receiver', 'odrzucone przez odbierającego'],
  ESME_RQUERYFAIL: [0x67, 'query failed', 'zapytanie nie powiodło się'],
  ESME_RINVOPTPARSTREAM: [0xc0, 'malformed optional parameters', 'błędne parametry dodatkowe'],
  ESME_ROPTPARNOTALLWD: [0xc1, 'optional parameter not allowed', 'niedozwolony parametr dodatkowy'],
  ESME_RINVPARLEN: [0xc2, 'invalid parameter length', 'nieprawidłowa długość parametru'],
  ESME_RMISSINGOPTPARAM: [0xc3, 'optional parameter missing', 'brak parametru dodatkowego'],
  ESME_RINVOPTPARAMVAL: [0xc4, 'invalid optional parameter', 'nieprawidłowy parametr dodatkowy'],
  ESME_RDELIVERYFAILURE: [0xfe, 'delivery failed', 'nie doręczono'],
  ESME_RUNKNOWNERR: [0xff, 'unknown error', 'nieznany błąd'],
} satisfies Record<string, [number, string, string]>

export type StatusName = keyof typeof table

/** Numbers of command_status by name. */
export const STATUS = Object.fromEntries(Object.entries(table).map(([name, [code]]) => [name, code])) as Record<
  StatusName,
  number
>

const byCode = new Map(Object.entries(table).map(([name, entry]) => [entry[0], { name, en: entry[1], pl: entry[2] }]))

/** E.g. `ESME_RTHROTTLED`; a provider's own code as `0x00000401`. */
export function statusName(code: number): string {
  return byCode.get(code)?.name ?? `0x${code.toString(16).padStart(8, '0')}`
}

/** What a status means, for people. */
export function statusWords(code: number, language: 'pl' | 'en'): string {
  const known = byCode.get(code)
  if (known) return known[language]
  return language === 'pl' ? `kod operatora ${statusName(code)}` : `the provider’s code ${statusName(code)}`
}
