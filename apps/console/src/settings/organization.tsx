import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Failed } from '../failed.tsx'
import { Loading } from '../loading.tsx'
import { useMay, useMe } from '../me.ts'
import { Budgets } from './budgets.tsx'
import { Frame } from './frame.tsx'
import { Logo } from './logo.tsx'
import { IdentityProviderForm } from './identity-provider.tsx'
import { OfficeHoursForm } from './office-hours.tsx'
import { OfficeName } from './office-name.tsx'
import { officeHoursQuery, rulesQuery } from './queries.ts'
import { SecondFactorRuleForm } from './second-factor-rule.tsx'
import { SendingRulesForm } from './sending-rules.tsx'

/** The office: its name, when it works and how soon it answers, how it sends, and what that may cost. */
export function Organization() {
  const { t } = useTranslation()
  const me = useMe()
  const manages = useMay()('settings:manage')
  const rules = useQuery(rulesQuery)
  const hours = useQuery(officeHoursQuery)
  const error = rules.error ?? hours.error
  return (
    <Frame section="organization">
      {!manages && <p className="muted">{t('settings.readOnly')}</p>}
      {error && <Failed error={error} />}
      <fieldset disabled={!manages}>
        <OfficeName key={me.organization.brand.colour} />
      </fieldset>
      <Logo manages={manages} />
      <section aria-labelledby="sending">
        <h2 className="head" id="sending">
          {t('settings.sending')}
        </h2>
        {rules.data ? (
          <fieldset disabled={!manages}>
            <SendingRulesForm key={JSON.stringify(rules.data)} kept={rules.data} />
          </fieldset>
        ) : (
          <Loading />
        )}
      </section>
      <section aria-labelledby="hours">
        <h2 className="head" id="hours">
          {t('settings.hours')}
        </h2>
        {hours.data ? (
          <fieldset disabled={!manages}>
            <OfficeHoursForm key={hours.data.version} kept={hours.data} />
          </fieldset>
        ) : (
          <Loading />
        )}
      </section>
      <Budgets manages={manages} />
      {manages && <SecondFactorRuleForm />}
      {manages && <IdentityProviderForm />}
    </Frame>
  )
}
