import type { ReactNode } from 'react'
import { SelectField, TextField } from '../../components/fields.tsx'
import { texts } from '../../languages/texts.ts'

export interface ConfigValueFieldProps {
  readonly label: string
  readonly value: string
  readonly type: string
  /** The only ones that are accepted; null: anything of its type. */
  readonly validValues: readonly string[] | null
  /** What the value means: `7 d`. */
  readonly meaning: string | null
  readonly onChange: (value: string) => void
}

const BOOLEANS = ['true', 'false'] as const

/** The right field for a config's type: a choice where there are few values, text otherwise. */
export function ConfigValueField(props: ConfigValueFieldProps): ReactNode {
  const { label, value, type, validValues, meaning, onChange } = props
  const few = type === 'boolean' ? BOOLEANS : type === 'list' ? null : validValues
  if (few?.includes(value)) {
    return (
      <SelectField
        label={label}
        value={value}
        options={few.map((each) => ({ value: each, label: each }))}
        onChange={onChange}
      />
    )
  }
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      isMonospace
      description={meaning ?? (validValues ? texts.topics.someOfValues(validValues.join(', ')) : undefined)}
    />
  )
}
