import type { Draft, Survey } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { SendIcon } from 'lucide-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { Failed } from '../../failed.tsx'
import { titleOf } from '../texts.ts'

/** To the composer, with the first question as the text. Nothing goes out before the gate. */
export function SendSurvey({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const write = useMutation({
    mutationFn: () =>
      api<Draft>('/broadcasts/drafts', { survey: survey.id, name: titleOf(survey.content).slice(0, 200) }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['broadcasts'] })
      await navigate({ to: '/compose/{-$id}', params: { id: String(id) } })
    },
  })
  return (
    <>
      <Button
        variant="filled"
        leftSection={<SendIcon size={18} aria-hidden="true" />}
        loading={write.isPending}
        onClick={() => write.mutate()}
      >
        {t('surveys.send')}
      </Button>
      {write.error && <Failed error={write.error} />}
    </>
  )
}
