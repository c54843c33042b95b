interface Entry {
  /** HTTP status. */
  status: number
  /** Whether the same request may succeed later. */
  retryable: boolean
  pl: string
  en: string
}

/** Every error that a caller may meet; `{name}` is replaced by the parameter of that name. Alphabetical. */
export const catalogue = {
  'api-key-needed': {
    status: 401,
    retryable: false,
    pl: 'Podaj ważny klucz API w nagłówku Authorization: Bearer kur_….',
    en: 'Give a valid API key in the header Authorization: Bearer kur_….',
  },
  'approval-needed': {
    status: 409,
    retryable: false,
    pl: 'Od {from} odbiorców rozsyłkę zatwierdza druga osoba. Wyślij ją do zatwierdzenia.',
    en: 'From {from} recipients on a second person approves. Send it for approval.',
  },
  'body-too-large': {
    status: 413,
    retryable: false,
    pl: 'Przesłane dane są za duże.',
    en: 'What was sent is too large.',
  },
  'broadcast-already-confirmed': {
    status: 409,
    retryable: false,
    pl: 'Ta rozsyłka jest już zatwierdzona.',
    en: 'This broadcast is confirmed already.',
  },
  'broadcast-being-prepared': {
    status: 409,
    retryable: true,
    pl: 'Odbiorcy są właśnie liczeni. Spróbuj za chwilę.',
    en: 'The recipients are being counted. Try again in a moment.',
  },
  'broadcast-not-prepared': {
    status: 409,
    retryable: false,
    pl: 'Odbiorcy tej wersji nie są jeszcze policzeni. Policz ich i sprawdź koszt.',
    en: 'The recipients of this version are not counted yet. Count them and look at the cost.',
  },
  'broadcast-of-list': {
    status: 409,
    retryable: false,
    pl: 'Ta rozsyłka powstała z przesłanej listy. Prześlij listę ponownie, aby ją zmienić.',
    en: 'This broadcast was made of a list that was sent along. Send the list again to change it.',
  },
  'broadcast-state': {
    status: 409,
    retryable: false,
    pl: 'Rozsyłka jest w stanie, w którym nie można tego zrobić. Odśwież widok.',
    en: 'The broadcast is in a state in which this cannot be done. Refresh the view.',
  },
  'budget-exceeded': {
    status: 409,
    retryable: false,
    pl: 'Rozsyłka kosztuje {cost} {currency}, a w budżecie tego miesiąca zostało {left} {currency}.',
    en: 'The broadcast costs {cost} {currency}, and {left} {currency} are left in this month’s budget.',
  },
  'channel-config': {
    status: 400,
    retryable: false,
    pl: 'Ustawienia kanału są niepoprawne: {details}',
    en: 'The channel’s settings are wrong: {details}',
  },
  'channel-exists': {
    status: 409,
    retryable: false,
    pl: 'Kanał o nazwie „{channel}” już jest.',
    en: 'There is a channel named “{channel}” already.',
  },
  'channel-not-found': {
    status: 404,
    retryable: false,
    pl: 'Nie ma kanału „{channel}”. Dodaj go w ustawieniach albo poleceniem channel add.',
    en: 'There is no channel “{channel}”. Add it in the settings or with the command channel add.',
  },
  'channel-type-unknown': {
    status: 400,
    retryable: false,
    pl: 'Nie znam kanałów typu „{type}”. Są: {types}.',
    en: 'There are no channels of the type “{type}”. There are: {types}.',
  },
  'column-not-found': {
    status: 422,
    retryable: false,
    pl: 'W pliku nie ma kolumny „{column}”. Są: {columns}.',
    en: 'The file has no column “{column}”. It has: {columns}.',
  },
  'cross-site': {
    status: 403,
    retryable: false,
    pl: 'To żądanie przyszło z obcej strony.',
    en: 'This request came from another site.',
  },
  'draft-changed': {
    status: 409,
    retryable: false,
    pl: 'Ktoś zapisał tę rozsyłkę w międzyczasie ({by}). Otwórz ją ponownie; Twój tekst jest zachowany w tym oknie.',
    en: 'Someone saved this broadcast in the meantime ({by}). Open it again; your text is kept in this window.',
  },
  'file-empty': { status: 422, retryable: false, pl: 'Plik jest pusty.', en: 'The file is empty.' },
  'file-not-csv': {
    status: 422,
    retryable: false,
    pl: 'Nie udało się odczytać pliku jako listy CSV z nagłówkiem.',
    en: 'The file could not be read as a CSV list with a heading.',
  },
  'file-not-text': {
    status: 422,
    retryable: false,
    pl: 'To nie jest plik tekstowy. Zapisz listę z arkusza jako CSV.',
    en: 'This is no text file. Save the list from the spreadsheet as CSV.',
  },
  'file-too-large': {
    status: 413,
    retryable: false,
    pl: 'Plik jest za duży: najwyżej {limit}.',
    en: 'The file is too large: at most {limit}.',
  },
  forbidden: {
    status: 403,
    retryable: false,
    pl: 'Nie masz do tego uprawnień ({permission}).',
    en: 'You may not do this ({permission}).',
  },
  'idempotency-mismatch': {
    status: 422,
    retryable: false,
    pl: 'Pod tym Idempotency-Key było już inne żądanie.',
    en: 'Another request was made under this Idempotency-Key.',
  },
  'idempotency-running': {
    status: 409,
    retryable: true,
    pl: 'Żądanie z tym Idempotency-Key właśnie trwa.',
    en: 'The request with this Idempotency-Key is just being carried out.',
  },
  internal: {
    status: 500,
    retryable: true,
    pl: 'Coś się nie udało po naszej stronie. Spróbuj ponownie; numer zdarzenia pomoże administratorowi.',
    en: 'Something failed on our side. Try again; the request number helps the administrator.',
  },
  'invalid-request': {
    status: 400,
    retryable: false,
    pl: 'Zapytanie ma błędne pola: {fields}.',
    en: 'The request has invalid fields: {fields}.',
  },
  'no-phone-column': {
    status: 422,
    retryable: false,
    pl: 'Nie widać, w której kolumnie są numery telefonów. Wskaż ją; kolumny w pliku: {columns}.',
    en: 'It is not clear which column holds the phone numbers. Name it; the file has: {columns}.',
  },
  'no-recipients': {
    status: 422,
    retryable: false,
    pl: 'Nikt nie dostałby tej wiadomości. Sprawdź listę i odrzucone wiersze.',
    en: 'Nobody would get this message. Check the list and the rejected lines.',
  },
  'not-found': {
    status: 404,
    retryable: false,
    pl: 'Nie ma tu tego, czego szukasz.',
    en: 'There is no such thing here.',
  },
  'number-invalid': {
    status: 422,
    retryable: false,
    pl: 'Pod numer {number} nie można wysłać wiadomości.',
    en: 'Nothing can be sent to the number {number}.',
  },
  'own-approval': {
    status: 403,
    retryable: false,
    pl: 'Swojej rozsyłki nie można zatwierdzić samemu.',
    en: 'Nobody approves a broadcast of their own.',
  },
  'quiet-hours': {
    status: 409,
    retryable: true,
    pl: 'Trwa cisza nocna ({from}–{until}). Zaplanuj wysyłkę na później albo potwierdź, że ma wyjść teraz.',
    en: 'These are quiet hours ({from}–{until}). Schedule it for later, or confirm that it shall go now.',
  },
  'recipient-cannot-be-answered': {
    status: 409,
    retryable: false,
    pl: 'Nie można odpisać: napisała nazwa albo krótki numer, nie telefon.',
    en: 'This cannot be answered: it came from a name or a short code, not from a phone.',
  },
  'recipient-not-found': {
    status: 404,
    retryable: false,
    pl: 'Na liście nie ma odbiorcy na tym miejscu. Policz najpierw odbiorców.',
    en: 'There is no recipient at that place of the list. Count the recipients first.',
  },
  'recipient-opted-out': {
    status: 409,
    retryable: false,
    pl: 'Ta osoba wypisała się z wiadomości i nie napisała od tamtej pory.',
    en: 'This person opted out and has not written since.',
  },
  'sender-invalid': {
    status: 422,
    retryable: false,
    pl: 'Nadawca „{sender}” jest nieprawidłowy: numer albo nazwa do 11 znaków (litery bez ogonków, cyfry).',
    en: 'The sender “{sender}” is invalid: a number, or a name of at most 11 plain letters and digits.',
  },
  'sender-not-allowed': {
    status: 422,
    retryable: false,
    pl: 'Nadawcy „{sender}” nie ma na liście nadawców tego kanału: {senders}.',
    en: 'The sender “{sender}” is not on this channel’s list of senders: {senders}.',
  },
  'series-never': {
    status: 422,
    retryable: false,
    pl: 'Według tej reguły rozsyłka nie wyjdzie już ani razu.',
    en: 'By this rule the broadcast would never go out again.',
  },
  'sign-in-failed': {
    status: 401,
    retryable: false,
    pl: 'Adres e-mail lub hasło nie pasują.',
    en: 'The e-mail address or the password does not match.',
  },
  'sign-in-needed': {
    status: 401,
    retryable: false,
    pl: 'Zaloguj się.',
    en: 'Please sign in.',
  },
  'size-changed': {
    status: 409,
    retryable: false,
    pl: 'Od otwarcia podglądu zmieniła się liczba odbiorców lub koszt: teraz {recipients} i {cost}. Sprawdź i potwierdź ponownie.',
    en: 'The number of recipients or the cost changed since you looked: now {recipients} and {cost}. Look and confirm again.',
  },
  'template-invalid': {
    status: 422,
    retryable: false,
    pl: 'Treść ma błąd w zmiennych: {detail}',
    en: 'The text has a mistake in its variables: {detail}',
  },
  'text-empty': { status: 422, retryable: false, pl: 'Treść jest pusta.', en: 'The text is empty.' },
  'text-too-long': {
    status: 422,
    retryable: false,
    pl: 'Treść jest za długa: najwyżej {limit} części SMS.',
    en: 'The text is too long: at most {limit} SMS parts.',
  },
  'too-late-to-undo': {
    status: 409,
    retryable: false,
    pl: 'Wysyłka już się zaczęła. Możesz ją wstrzymać albo anulować.',
    en: 'Sending has begun. You can pause or cancel it.',
  },
  'too-many-attempts': {
    status: 429,
    retryable: true,
    pl: 'Za dużo prób. Spróbuj za chwilę.',
    en: 'Too many attempts. Try again in a moment.',
  },
  'too-many-tests': {
    status: 429,
    retryable: true,
    pl: 'Najwyżej {limit} wiadomości próbnych na godzinę. Spróbuj później.',
    en: 'At most {limit} test messages an hour. Try again later.',
  },
  unauthorized: {
    status: 401,
    retryable: false,
    pl: 'Zaloguj się albo podaj ważny klucz API.',
    en: 'Sign in, or give a valid API key.',
  },
  unavailable: {
    status: 503,
    retryable: true,
    pl: 'Baza danych nie odpowiada. Spróbuj za chwilę.',
    en: 'The database does not answer. Try again in a moment.',
  },
  'unknown-variable': {
    status: 422,
    retryable: false,
    pl: 'W liście nie ma kolumn dla zmiennych: {variables}. Kolumny w liście: {columns}.',
    en: 'The list has no columns for the variables: {variables}. It has: {columns}.',
  },
  'unsupported-media-type': {
    status: 415,
    retryable: false,
    pl: 'Tego rodzaju danych tu nie przyjmujemy.',
    en: 'This kind of content is not taken here.',
  },
  'user-exists': {
    status: 409,
    retryable: false,
    pl: 'Osoba z adresem {email} ma już konto.',
    en: 'Someone with the address {email} has an account already.',
  },
} satisfies Record<string, Entry>

export type ErrorCode = keyof typeof catalogue
