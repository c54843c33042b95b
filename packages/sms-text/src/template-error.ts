/**
 * Why a template cannot be used. `syntax`: Liquid cannot read it, or it uses a filter or an expression that is not offered;
 * `tag-not-allowed`: a tag other than if, unless, case, comment, raw; `too-long`: over MAX_TEMPLATE_LENGTH; `limit`: rendering
 * took more than its share.
 */
export type TemplateErrorCode = 'syntax' | 'tag-not-allowed' | 'too-long' | 'limit'

/** A template that cannot be used; `index` is where in the source (UTF-16 units) and `near` what stands there, if known. */
export class TemplateError extends Error {
  readonly code: TemplateErrorCode
  readonly index: number | undefined
  readonly near: string | undefined

  constructor(code: TemplateErrorCode, message: string, at: { index?: number; near?: string } = {}) {
    super(message)
    this.name = 'TemplateError'
    this.code = code
    this.index = at.index
    this.near = at.near
  }
}
