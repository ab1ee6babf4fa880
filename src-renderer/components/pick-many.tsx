import { IconChevronDown } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { texts } from '../languages/texts.ts'
import { CheckboxField } from './fields.tsx'
import styles from './pick-many.module.css'
import { Popover } from './popover.tsx'

export interface PickManyProps<Value extends string | number> {
  /** The accessible name. */
  readonly label: string
  /** What is chosen, in words, as the button shows it. */
  readonly summary: string
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  /** Null: all, also those that come later. */
  readonly chosen: readonly Value[] | null
  readonly onChange: (chosen: readonly Value[] | null) => void
}

/** Some of several things, or all of them; never none. */
export function PickMany<Value extends string | number>(props: PickManyProps<Value>): ReactNode {
  const { label, summary, options, chosen, onChange } = props
  const toggle = (value: Value, isChosen: boolean): void => {
    const before = chosen ?? []
    const next = isChosen ? [...before, value] : before.filter((each) => each !== value)
    onChange(next.length === 0 || next.length === options.length ? null : next)
  }
  return (
    <Popover
      width={220}
      trigger={
        <button type="button" className={styles.trigger} aria-label={`${label}: ${summary}`}>
          {summary} <IconChevronDown size={14} aria-hidden />
        </button>
      }
    >
      <CheckboxField label={texts.components.all} isChecked={chosen === null} onChange={() => onChange(null)} />
      <div className={styles.list}>
        {options.map((option) => (
          <CheckboxField
            key={option.value}
            label={option.label}
            isChecked={chosen?.includes(option.value) ?? false}
            onChange={(isChosen) => toggle(option.value, isChosen)}
          />
        ))}
      </div>
    </Popover>
  )
}
