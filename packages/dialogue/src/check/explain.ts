import type { Problem } from './problem.ts'

/** The problem in a sentence for who wrote the definition. */
export function explain(problem: Problem, language: 'pl' | 'en'): string {
  const place =
    problem.node === undefined ? '' : language === 'pl' ? `Węzeł „${problem.node}”: ` : `Node "${problem.node}": `
  return place + { pl, en }[language](problem)
}

function pl(problem: Problem): string {
  switch (problem.code) {
    case 'too-big':
      return `definicja ma ${megabytes(problem.bytes)} MB, a może mieć najwyżej ${megabytes(problem.most)} MB.`
    case 'not-json':
      return 'to nie jest poprawny JSON.'
    case 'not-a-definition':
      return 'to nie jest definicja dialogu.'
    case 'newer-format':
      return `definicję zapisano w formacie ${problem.format}, a ten program zna formaty do ${problem.known}. Zaktualizuj program.`
    case 'too-many-nodes':
      return `węzłów jest ${problem.nodes}, a może ich być najwyżej ${problem.most}.`
    case 'wrong-form':
      return `w miejscu „${problem.path}” jest coś innego, niż powinno. ${problem.why.pl}.`
    case 'refers-to-nothing':
      return `prowadzi do węzła „${problem.to}”, którego nie ma.`
    case 'loops-without-asking':
      return `dialog kręci się w kółko i o nic nie pyta: ${problem.through.join(' → ')}.`
    case 'never-reached':
      return 'nic tu nie prowadzi.'
    case 'missing-translation':
      return `brakuje tekstu w języku ${problem.language}.`
    case 'bad-template':
      return `tekst w języku ${problem.language} ma błąd${problem.near && ` przy „${problem.near}”`}.`
    case 'unknown-field':
      return `pole „${problem.field}” nie istnieje i nic go nie zapisuje.`
    case 'choice-says-stop':
      return `odpowiedź „${problem.choice}” brzmi jak STOP, a STOP zawsze kończy dialog. Nazwij ją inaczej.`
    case 'choices-sound-alike':
      return `odpowiedzi „${problem.choices.join('” i „')}” nazywają się tak samo.`
  }
}

function en(problem: Problem): string {
  switch (problem.code) {
    case 'too-big':
      return `the definition has ${megabytes(problem.bytes)} MB; it may have at most ${megabytes(problem.most)} MB.`
    case 'not-json':
      return 'this is not valid JSON.'
    case 'not-a-definition':
      return 'this is not the definition of a dialogue.'
    case 'newer-format':
      return `the definition is written in format ${problem.format}; this program knows formats up to ${problem.known}. Update the program.`
    case 'too-many-nodes':
      return `there are ${problem.nodes} nodes; there may be at most ${problem.most}.`
    case 'wrong-form':
      return `at "${problem.path}" there is something else than there should be. ${problem.why.en}.`
    case 'refers-to-nothing':
      return `leads to node "${problem.to}", which does not exist.`
    case 'loops-without-asking':
      return `the dialogue goes in a circle without asking: ${problem.through.join(' → ')}.`
    case 'never-reached':
      return 'nothing leads here.'
    case 'missing-translation':
      return `a text is missing in language ${problem.language}.`
    case 'bad-template':
      return `the text in language ${problem.language} has an error${problem.near && ` near "${problem.near}"`}.`
    case 'unknown-field':
      return `field "${problem.field}" does not exist, and nothing writes it.`
    case 'choice-says-stop':
      return `choice "${problem.choice}" sounds like STOP, and STOP always ends the dialogue. Call it something else.`
    case 'choices-sound-alike':
      return `choices "${problem.choices.join('" and "')}" are called the same.`
  }
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 100_000) / 10
}
