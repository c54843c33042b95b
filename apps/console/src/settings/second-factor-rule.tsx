import type { SecondFactorRule } from '@kurenda/contract'
import { Notice } from '@kurenda/ui'
import { Radio } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api.ts'
import { Failed } from '../failed.tsx'
import { LinkButton } from '../link-button.tsx'
import { Loading } from '../loading.tsx'
import { useToast } from '../toasts.tsx'
import { Form } from './form.tsx'
import css from './settings.module.css'

const queryKey = ['second-factor-rule']
const path = '/second-factor-rule'

/** Whose sign-in needs more than a password. */
export function SecondFactorRuleForm() {
  const { t } = useTranslation()
  const kept = useQuery({ queryKey, queryFn: () => api<SecondFactorRule>(path) })
  return (
    <section aria-labelledby="second-factor-rule">
      <h2 className="head" id="second-factor-rule">
        {t('rule.title')}
      </h2>
      <p className="muted">{t('rule.note')}</p>
      {kept.error && <Failed error={kept.error} retry={() => void kept.refetch()} />}
      {!kept.data && !kept.error && <Loading />}
      {kept.data && <Choice key={kept.data.of} kept={kept.data} />}
    </section>
  )
}

function Choice({ kept }: { kept: SecondFactorRule }) {
  const { t } = useTranslation()
  const say = useToast()
  const client = useQueryClient()
  const [of, setOf] = useState(kept.of)
  const save = useMutation({
    mutationFn: () => api<SecondFactorRule>(path, { of }, 'PUT'),
    onSuccess: async (saved) => {
      say(t('settings.saved'))
      client.setQueryData(queryKey, saved)
      await client.invalidateQueries({ queryKey: ['me'] })
    },
  })
  const asked = of === 'nobody' || of === kept.of ? 0 : kept.lacking[of]
  return (
    <Form quiet save={t('settings.save')} busy={save.isPending} error={save.error} onSave={() => save.mutate()}>
      {!kept.own && (
        <Notice>
          {t('rule.ownFirst')} <LinkButton to="/settings/account">{t('rule.toAccount')}</LinkButton>
        </Notice>
      )}
      <Radio.Group label={t('rule.of')} value={of} onChange={setOf}>
        <div className={css['choices']}>
          {(['nobody', 'administrators', 'everyone'] as const).map((one) => (
            <Radio key={one} value={one} label={t(`rule.of.${one}`)} disabled={one !== 'nobody' && !kept.own} />
          ))}
        </div>
      </Radio.Group>
      {asked > 0 && <p role="status">{t('rule.asked', { count: asked })}</p>}
    </Form>
  )
}
