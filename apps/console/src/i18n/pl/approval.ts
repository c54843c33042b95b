export const approval = {
  'approval.changed': 'Co się zmieniło od ostatniej zgody',
  'approval.version': 'Wersja {{version}}, {{name}}, {{when}}',
  'approval.remarks': 'Co powiedziano',
  'approval.waits': 'Czeka na zgodę drugiej osoby.',
  'approval.notCounted': 'Nie wiadomo jeszcze, kto to dostanie: otwórz szkic, a policzymy odbiorców.',
  'approval.comment': 'Uwaga (może zostać pusta)',
  'approval.approve': 'Zatwierdź',
  'approval.return': 'Zwróć do poprawy',
  'approval.edit': 'Popraw',
  'approval.approved': 'Zatwierdzono. Autor może wysłać.',
  'approval.returned': 'Zwrócono do poprawy.',
}
