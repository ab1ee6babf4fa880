import { Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { optional } from './button.tsx'
import type { FieldProps } from './fields.tsx'
import { frame, MONOSPACE } from './fields.tsx'

export interface TextAreaFieldProps extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly rows?: number
  readonly hasInitialFocus?: boolean
}

/** Several lines, as they are pasted: in letters of one width. */
export function TextAreaField(props: TextAreaFieldProps): ReactNode {
  const { value, onChange, rows = 4, hasInitialFocus = false } = props
  return (
    <Textarea
      {...frame(props)}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      rows={rows}
      autoComplete="off"
      spellCheck={false}
      styles={MONOSPACE}
      {...optional({ placeholder: props.placeholder })}
      {...(hasInitialFocus && { 'data-autofocus': true })}
    />
  )
}
