import { Autocomplete, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import type { FieldProps } from './fields.tsx'
import { frame, MONOSPACE } from './fields.tsx'
import styles from './pick-field.module.css'

export interface Suggestion {
  readonly value: string
  /** What is known of it. */
  readonly detail: string
}

export interface SuggestFieldProps extends FieldProps {
  readonly value: string
  readonly suggestions: readonly Suggestion[]
  readonly onChange: (value: string) => void
  readonly placeholder?: string
}

/** A text of any kind, with some that are offered while one writes. */
export function SuggestField(props: SuggestFieldProps): ReactNode {
  const { value, suggestions, onChange, placeholder = '' } = props
  const details = new Map(suggestions.map((each) => [each.value, each.detail]))
  return (
    <Autocomplete
      {...frame(props)}
      value={value}
      data={[...details.keys()]}
      onChange={onChange}
      placeholder={placeholder}
      limit={60}
      maxDropdownHeight={260}
      spellCheck={false}
      styles={MONOSPACE}
      comboboxProps={{ shadow: 'md', transitionProps: { duration: 80 }, width: 300, position: 'bottom-start' }}
      renderOption={({ option }) => (
        <div className={styles.option}>
          <div className={styles.name}>{option.value}</div>
          <div className={styles.detail}>{details.get(option.value)}</div>
        </div>
      )}
    />
  )
}

export interface LongTextFieldProps extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly rows?: number
}

/** A text of several lines in letters of one width. */
export function LongTextField(props: LongTextFieldProps): ReactNode {
  const { value, onChange, placeholder = '', rows = 3 } = props
  return (
    <Textarea
      {...frame(props)}
      value={value}
      placeholder={placeholder}
      autosize
      minRows={rows}
      maxRows={12}
      spellCheck={false}
      styles={MONOSPACE}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
