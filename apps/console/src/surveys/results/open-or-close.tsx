import type { Survey } from '@kurenda/contract'
import { Button } from '@mantine/core'
import { LockIcon, LockOpenIcon } from 'lucide-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api.ts'
import { Failed } from '../../failed.tsx'
import { Confirm } from '../../people/confirm.tsx'
import { useToast } from '../../toasts.tsx'
import { titleOf } from '../texts.ts'

/** Lets people answer, or no more; either is asked about first. */
export function OpenOrClose({ survey }: { survey: Survey }) {
  const { t } = useTranslation()
  const say = useToast()
  const client = useQueryClient()
  const [asks, setAsks] = useState(false)
  const move = survey.state === 'open' ? 'close' : 'open'
  const act = useMutation({
    mutationFn: () => api<Survey>(`/surveys/${survey.id}/${move}`, {}),
    onSuccess: async () => {
      setAsks(false)
      say(t(`surveys.${move}.done`, { title: titleOf(survey.content) }))
      await client.invalidateQueries({ queryKey: ['surveys'] })
    },
  })
  const Icon = move === 'open' ? LockOpenIcon : LockIcon
  return (
    <>
      <Button variant="subtle" leftSection={<Icon size={18} aria-hidden="true" />} onClick={() => setAsks(true)}>
        {t(`surveys.${move}`)}
      </Button>
      {asks && (
        <Confirm
          title={t(`surveys.${move}.title`)}
          yes={t(`surveys.${move}`)}
          busy={act.isPending}
          onYes={() => act.mutate()}
          onClose={() => setAsks(false)}
        >
          <p>{t(`surveys.${move}.text`)}</p>
          {act.error && <Failed error={act.error} />}
        </Confirm>
      )}
    </>
  )
}
