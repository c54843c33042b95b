import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useToast } from '../toasts.tsx'

/** What a change of people may have made untrue. */
const touched = ['people', 'groups', 'segments', 'contact-fields', 'conversations'] as const

/** Reads anew whatever is shown of people. */
export function useRefreshPeople(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await Promise.all(touched.map((key) => client.invalidateQueries({ queryKey: [key] })))
  }
}

/** A change of people: when it is done, what is shown of them is read anew; a refusal is told in passing. */
export function useSave<Given, Answer>(
  save: (given: Given) => Promise<Answer>,
  onDone?: (answer: Answer, given: Given) => void,
) {
  const refresh = useRefreshPeople()
  const say = useToast()
  return useMutation({
    mutationFn: save,
    onSuccess: (answer, given) => onDone?.(answer, given),
    onError: (error) => say(error.message),
    onSettled: refresh,
  })
}
