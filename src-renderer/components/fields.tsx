import { Checkbox, NumberInput, SegmentedControl, Select, Switch, TextInput } from '@mantine/core'
import { IconSearch, IconX } from '@tabler/icons-react'
import type { KeyboardEventHandler, ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { texts } from '../languages/texts.ts'
import { IconButton, optional } from './button.tsx'
import { useListPlace } from './in-popover.ts'

export interface FieldProps {
  readonly label: string
  /** The label is the accessible name only; what is meant is plain from the place. */
  readonly isLabelHidden?: boolean
  readonly description?: ReactNode
  readonly error?: string | null | undefined
  readonly isDisabled?: boolean
  readonly width?: number | string
}

export interface TextFieldProps extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly isMonospace?: boolean
  /** Nobody who looks over a shoulder reads it. */
  readonly isSecret?: boolean
  readonly hasInitialFocus?: boolean
  readonly onKeyDown?: KeyboardEventHandler<HTMLInputElement>
}

export function TextField(props: TextFieldProps): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  const { hasInitialFocus = false } = props
  useEffect(() => {
    if (hasInitialFocus) input.current?.focus()
  }, [hasInitialFocus])
  return (
    <TextInput
      ref={input}
      type={props.isSecret === true ? 'password' : 'text'}
      {...frame(props)}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
      {...optional({ placeholder: props.placeholder, onKeyDown: props.onKeyDown })}
      {...(props.isMonospace === true && { styles: MONOSPACE })}
      {...(hasInitialFocus && { 'data-autofocus': true })}
    />
  )
}

export interface NumberFieldProps extends FieldProps {
  /** Null while the field is empty. */
  readonly value: number | null
  readonly onChange: (value: number | null) => void
  readonly min?: number
  readonly max?: number
  readonly suffix?: string
  readonly placeholder?: string
}

export function NumberField(props: NumberFieldProps): ReactNode {
  return (
    <NumberInput
      {...frame(props)}
      value={props.value ?? ''}
      onChange={(value) => props.onChange(typeof value === 'number' ? value : null)}
      allowDecimal={false}
      {...optional({ min: props.min, max: props.max, suffix: props.suffix, placeholder: props.placeholder })}
    />
  )
}

export interface Option<Value extends string> {
  readonly value: Value
  readonly label: string
}

export interface SelectFieldProps<Value extends string> extends FieldProps {
  readonly value: Value
  readonly options: readonly Option<Value>[]
  readonly onChange: (value: Value) => void
  readonly isSearchable?: boolean
  /** Of the list, in pixels, where all of its options are to be seen at once. */
  readonly listHeight?: number
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>): ReactNode {
  const listPlace = useListPlace()
  return (
    <Select
      {...frame(props)}
      value={props.value}
      data={[...props.options]}
      onChange={(value) => value !== null && props.onChange(value)}
      allowDeselect={false}
      searchable={props.isSearchable === true}
      {...optional({ maxDropdownHeight: props.listHeight })}
      comboboxProps={{ transitionProps: { duration: 80 }, shadow: 'md', ...listPlace }}
    />
  )
}

export interface SwitchFieldProps {
  readonly label: string
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
  readonly description?: ReactNode
  readonly isDisabled?: boolean
}

export function SwitchField({ label, isOn, onChange, description, isDisabled }: SwitchFieldProps): ReactNode {
  return (
    <Switch
      size="xs"
      label={label}
      description={description}
      checked={isOn}
      disabled={isDisabled === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
      withThumbIndicator={false}
      styles={{ label: { fontSize: 13, paddingInlineStart: 8 }, body: { alignItems: 'center' } }}
    />
  )
}

export interface CheckboxFieldProps {
  readonly label: ReactNode
  /** The label, which is a text then, is the accessible name only. */
  readonly isLabelHidden?: boolean
  readonly isChecked: boolean
  readonly isPartly?: boolean
  readonly onChange: (isChecked: boolean) => void
  readonly isDisabled?: boolean
}

export function CheckboxField(props: CheckboxFieldProps): ReactNode {
  const { label, isLabelHidden, isChecked, isPartly, onChange, isDisabled } = props
  return (
    <Checkbox
      size="xs"
      {...(isLabelHidden === true && typeof label === 'string' ? { 'aria-label': label } : { label })}
      checked={isChecked}
      indeterminate={isPartly === true}
      disabled={isDisabled === true}
      onChange={(event) => onChange(event.currentTarget.checked)}
      styles={{ label: { fontSize: 13 } }}
    />
  )
}

export interface ChoiceFieldProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: readonly Option<Value>[]
  readonly onChange: (value: Value) => void
  readonly isDisabled?: boolean
}

/** A few values side by side, one of them chosen. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>): ReactNode {
  return (
    <SegmentedControl<Value>
      aria-label={props.label}
      size="xs"
      value={props.value}
      data={[...props.options]}
      onChange={props.onChange}
      disabled={props.isDisabled === true}
      transitionDuration={100}
    />
  )
}

export interface SearchFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
  readonly width?: number | string
  readonly onKeyDown?: KeyboardEventHandler<HTMLInputElement>
}

/** Filters what is shown while it is typed; Esc empties it. */
export function SearchField(props: SearchFieldProps): ReactNode {
  const { label, value, onChange, placeholder = label, width = 260, onKeyDown } = props
  return (
    <TextInput
      type="text"
      role="searchbox"
      size="xs"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      w={width}
      spellCheck={false}
      leftSection={<IconSearch size={14} aria-hidden />}
      rightSection={
        value !== '' && (
          <IconButton label={texts.components.clearSearch} size={20} onClick={() => onChange('')}>
            <IconX size={12} />
          </IconButton>
        )
      }
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && value !== '') {
          event.stopPropagation()
          onChange('')
        }
        onKeyDown?.(event)
      }}
    />
  )
}

export const MONOSPACE = { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }

/** What every field of the library is told. */
export function frame(props: FieldProps): object {
  const { label, isLabelHidden, description, error, isDisabled, width } = props
  return {
    size: 'xs',
    descriptionProps: { fz: 12 },
    errorProps: { fz: 12 },
    ...(isLabelHidden === true ? { 'aria-label': label } : { label }),
    ...optional({ description, error: error ?? undefined, w: width }),
    disabled: isDisabled === true,
  }
}
