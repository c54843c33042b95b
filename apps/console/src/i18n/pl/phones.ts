export const phones = {
  'phones.title': 'Telefony próbne',
  'phones.lead': 'Zmyślona sieć: tu widać, co dostają mieszkańcy, i można im odpisać z ich telefonów.',
  'phones.open': 'Otwórz w nowej karcie',
}
