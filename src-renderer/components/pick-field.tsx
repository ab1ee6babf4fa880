import { Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { texts } from '../languages/texts.ts'
import styles from './pick-field.module.css'

export interface PickOption {
  readonly value: string
  readonly label: string
  readonly detail: string
}

export interface PickFieldProps {
  readonly label: string
  readonly placeholder: string
  readonly options: readonly PickOption[]
  readonly onPick: (value: string) => void
}

/** Finds one of many by a few letters and hands it on; the field is empty again afterwards. */
export function PickField({ label, placeholder, options, onPick }: PickFieldProps): ReactNode {
  const [search, setSearch] = useState('')
  const details = new Map(options.map((option) => [option.value, option.detail]))
  return (
    <Select
      size="xs"
      label={label}
      placeholder={placeholder}
      data={options.map(({ value, label: text }) => ({ value, label: text }))}
      value={null}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      limit={60}
      maxDropdownHeight={260}
      nothingFoundMessage={texts.components.nothingIsCalledSo}
      comboboxProps={{ shadow: 'md', transitionProps: { duration: 80 } }}
      onChange={(value) => {
        if (value === null) return
        onPick(value)
        setSearch('')
      }}
      renderOption={({ option }) => (
        <div className={styles.option}>
          <div className={styles.name}>{option.label}</div>
          <div className={styles.detail}>{details.get(option.value)}</div>
        </div>
      )}
    />
  )
}
