import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isOutage } from '#platform/db'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { catalogue, Problem } from '#platform/errors'
import { preferredLanguage } from '#platform/i18n'
import { tell } from '#platform/log'

interface Field {
  field: string
  message: string
}

/** Answers a refusal as RFC 9457 problem+json, in the caller's language. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  fields?: Field[],
): FastifyReply {
  const language = preferredLanguage(request.headers['accept-language'])
  const body = {
    type: `/docs/errors#${problem.code}`,
    title: problem.code,
    status: problem.status,
    code: problem.code,
    detail: problem.words(language),
    retryable: catalogue[problem.code].retryable,
    requestId: request.id,
    ...(Object.keys(problem.params).length > 0 ? { params: problem.params } : {}),
    ...(fields ? { fields } : {}),
  }
  return reply
    .code(problem.status)
    .header('content-language', language)
    .header('vary', 'accept-language')
    .type('application/problem+json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(body)
}

/** Every error of every route ends here; what is not a refusal of ours is logged and never shown. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (reply.raw.headersSent) {
    reply.raw.destroy()
    return reply
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map((issue) => ({
      field: issue.instancePath.replace(/^\//, '').replaceAll('/', '.') || (error.validationContext ?? 'body'),
      message: issue.message ?? '',
    }))
    return sendProblem(request, reply, invalidRequest(fields.map((field) => field.field)), fields)
  }
  const problem = asProblem(error)
  if (problem.status >= 500) tell(request.log, { event: 'request-failed', err: error })
  return sendProblem(request, reply, problem)
}

function invalidRequest(fields: readonly string[]): Problem {
  return new Problem('invalid-request', { fields: [...new Set(fields)] })
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error
  if (isOutage(error)) return new Problem('unavailable')
  switch (error.statusCode) {
    case 413:
      return new Problem('body-too-large')
    case 415:
      return new Problem('unsupported-media-type')
    case 404:
      return new Problem('not-found')
    default:
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return invalidRequest(['body'])
  return new Problem('internal')
}
