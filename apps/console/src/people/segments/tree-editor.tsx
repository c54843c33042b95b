import type { Condition } from '@kurenda/contract'
import { ActionIcon, Button, NativeSelect } from '@mantine/core'
import { ParenthesesIcon, PlusIcon, XIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { join, leafOf, partsOf, type Joined } from './conditions.ts'
import { LeafEditor } from './leaf-editor.tsx'
import css from './segments.module.css'

/** The contract lets conditions lie five deep. */
const mostDeep = 4

/** Conditions joined by „i” or by „lub”, some of them in brackets. */
export function TreeEditor(props: { condition: Joined; onChange: (condition: Joined) => void; depth?: number }) {
  const { t } = useTranslation()
  const { condition, onChange, depth = 1 } = props
  const how = 'all' in condition ? 'all' : 'any'
  const parts = partsOf(condition)
  const change = (next: Condition[]) => onChange(join(how, next))
  return (
    <div
      className={css['tree']}
      role="group"
      aria-label={t(depth === 1 ? 'condition.conditions' : 'condition.bracket')}
    >
      {parts.length > 1 && (
        <NativeSelect
          className={css['how'] ?? ''}
          aria-label={t('condition.how')}
          value={how}
          onChange={(event) => onChange(join(event.currentTarget.value as 'all', parts))}
          data={[
            { value: 'all', label: t('condition.how.all') },
            { value: 'any', label: t('condition.how.any') },
          ]}
        />
      )}
      <ul>
        {parts.map((part, i) => (
          <li key={i}>
            {i > 0 && <span className={css['word']}>{t(how === 'all' ? 'condition.and' : 'condition.or')}</span>}
            <div className={css['part']}>
              <Part part={part} depth={depth} onChange={(next) => change(parts.with(i, next))} />
              <ActionIcon
                aria-label={t('condition.remove', { number: i + 1 })}
                onClick={() => change(parts.toSpliced(i, 1))}
              >
                <XIcon size={18} aria-hidden="true" />
              </ActionIcon>
            </div>
          </li>
        ))}
      </ul>
      <div className={css['acts']}>
        <Button
          variant="subtle"
          leftSection={<PlusIcon size={18} aria-hidden="true" />}
          onClick={() => change([...parts, leafOf('in_group')])}
        >
          {t('condition.add')}
        </Button>
        {depth < mostDeep && (
          <Button
            variant="subtle"
            leftSection={<ParenthesesIcon size={18} aria-hidden="true" />}
            onClick={() =>
              change([...parts, join(how === 'all' ? 'any' : 'all', [leafOf('in_group'), leafOf('in_group')])])
            }
          >
            {t(how === 'all' ? 'condition.addAny' : 'condition.addAll')}
          </Button>
        )}
      </div>
    </div>
  )
}

function Part(props: { part: Condition; depth: number; onChange: (part: Condition) => void }) {
  const { t } = useTranslation()
  const { part, depth, onChange } = props
  if ('is' in part) return <LeafEditor leaf={part} onChange={onChange} />
  if ('not' in part)
    return (
      <div className={css['not']}>
        <span className={css['word']}>{t('condition.untrue')}</span>
        <Part part={part.not} depth={depth + 1} onChange={(not) => onChange({ not })} />
      </div>
    )
  return <TreeEditor condition={part} depth={depth + 1} onChange={onChange} />
}
