import type { ReactNode } from 'react'
import { SwitchField, TextField } from '../../components/fields.tsx'
import styles from './produce-dialog.module.css'

export interface KeyFieldProps {
  readonly value: string
  readonly isNull: boolean
  readonly onChange: (value: string) => void
  readonly onNull: (isNull: boolean) => void
}

/** Messages of one key go to one partition. Without one the switch is on; it goes off by itself when one is written. */
export function KeyField({ value, isNull, onChange, onNull }: KeyFieldProps): ReactNode {
  return (
    <div className={styles.keyRow}>
      <div className={styles.grows}>
        <TextField
          label="Key"
          value={value}
          onChange={onChange}
          isMonospace
          hasInitialFocus
          placeholder={isNull ? 'null' : 'empty'}
        />
      </div>
      <div className={styles.besideField}>
        <SwitchField label="Null" isOn={isNull} onChange={onNull} />
      </div>
    </div>
  )
}
