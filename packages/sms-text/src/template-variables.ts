import { toValueSync, TypeGuards, Value } from 'liquidjs'
import type { Template as Node, Token } from 'liquidjs'
import { TemplateError } from './template-error.ts'

/** The variables of a parsed template in order of appearance. Refuses ranges and paths: a variable is a column's name, no more. */
export function variablesOf(nodes: readonly Node[]): string[] {
  const names = new Set<string>()
  for (const node of nodes) collect(node, names)
  return [...names]
}

function collect(node: Node, names: Set<string>): void {
  for (const argument of node.arguments?.() ?? []) {
    if (argument instanceof Value) collectValue(argument, names)
    else collectToken(argument, names)
  }
  if (!node.children) return
  for (const child of toValueSync(node.children(false, true))) collect(child, names)
}

function collectValue(value: Value, names: Set<string>): void {
  for (const token of value.initial.postfix) collectToken(token, names)
  for (const filter of value.filters) {
    for (const argument of filter.args) {
      const token = Array.isArray(argument) ? argument[1] : argument
      if (token) collectToken(token, names)
    }
  }
}

function collectToken(token: Token, names: Set<string>): void {
  if (TypeGuards.isRangeToken(token)) throw refused(token, 'Ranges are not offered')
  if (!TypeGuards.isPropertyAccessToken(token)) return
  const name = variableName(token)
  if (name === undefined) throw refused(token, 'A variable is the name of one column')
  names.add(name)
}

/** The name that a token reads, if it reads a plain variable; undefined for a path (`a.b`), an index, or anything else. */
export function variableName(token: Token): string | undefined {
  if (!TypeGuards.isPropertyAccessToken(token) || token.variable !== undefined || token.props.length !== 1)
    return undefined
  const root = token.props[0]
  return TypeGuards.isQuotedToken(root) || TypeGuards.isWordToken(root) ? root.content : undefined
}

function refused(token: Token, message: string): TemplateError {
  return new TemplateError('syntax', message, { index: token.begin, near: token.getText() })
}
