import { Button, FileButton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, send } from '../api.ts'
import { Failed } from '../failed.tsx'
import { useMe } from '../me.ts'
import { useToast } from '../toasts.tsx'
import css from './settings.module.css'

/** As the server judges it: by its bytes, not by this. */
const accepted = 'image/png,image/jpeg,image/webp'

/** The office's logo, in the menu and above the pages of residents. */
export function Logo({ manages }: { manages: boolean }) {
  const { t } = useTranslation()
  const { logo } = useMe().organization.brand
  const client = useQueryClient()
  const say = useToast()
  const change = useMutation({
    mutationFn: (file: File | null) =>
      file === null ? api('/organization/logo', undefined, 'DELETE') : send('/organization/logo', file, 'PUT'),
    onSuccess: async (_, file) => {
      say(t(file === null ? 'settings.logoRemoved' : 'settings.logoSaved'))
      await client.invalidateQueries({ queryKey: ['me'] })
    },
  })
  return (
    <section aria-labelledby="logo">
      <h2 className="head" id="logo">
        {t('settings.logo')}
      </h2>
      <p className="muted">{t('settings.logoNote')}</p>
      {logo !== null && <img className={css['logo']} src={logo} alt={t('settings.logoNow')} />}
      {change.error && <Failed error={change.error} />}
      {manages && (
        <div className={css['save']}>
          <FileButton accept={accepted} onChange={(file) => file && change.mutate(file)}>
            {(props) => (
              <Button {...props} loading={change.isPending}>
                {t(logo === null ? 'settings.chooseLogo' : 'settings.changeLogo')}
              </Button>
            )}
          </FileButton>
          {logo !== null && (
            <Button variant="subtle" onClick={() => change.mutate(null)}>
              {t('settings.removeLogo')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
