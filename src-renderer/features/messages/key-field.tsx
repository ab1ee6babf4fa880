import type { ReactNode } from 'react'
import { SwitchField, TextField } from '../../components/fields.tsx'
import type { ContentDraft, Encoding, SchemaChoice } from './content-draft.ts'
import { EncodingField, SchemaFields } from './encoding-fields.tsx'
import styles from './produce-dialog.module.css'
import { useContentCheck } from './use-content-check.ts'
import { texts } from '../../languages/texts.ts'

export interface KeyFieldProps {
  readonly clusterId: string
  readonly topic: string
  readonly draft: ContentDraft
  readonly onChange: (value: string) => void
  readonly onNull: (isNull: boolean) => void
  readonly onEncoding: (encoding: Encoding) => void
  readonly onSchema: (schema: SchemaChoice) => void
}

/** Messages of one key go to one partition. Without one the switch is on; it goes off by itself when one is written. */
export function KeyField(props: KeyFieldProps): ReactNode {
  const { clusterId, topic, draft, onChange, onNull, onEncoding, onSchema } = props
  const check = useContentCheck({ clusterId, topic, part: 'key' }, draft)
  const isWithSchema = draft.encoding === 'schema' && !draft.isNull
  return (
    <div className={styles.keyParts}>
      <div className={styles.keyRow}>
        <div className={styles.grows}>
          <TextField
            label={texts.messages.key}
            value={draft.text}
            onChange={onChange}
            isMonospace
            hasInitialFocus
            placeholder={draft.isNull ? texts.messages.nullMark : texts.messages.empty}
          />
        </div>
        <div className={styles.besideField}>
          <EncodingField label={texts.messages.encodedAs} encoding={draft.encoding} onChange={onEncoding} hasSchemas />
        </div>
        <div className={styles.besideField}>
          <SwitchField label={texts.messages.sendNullKey} isOn={draft.isNull} onChange={onNull} />
        </div>
      </div>
      {isWithSchema && <SchemaFields part="key" topic={topic} draft={draft} check={check} onChange={onSchema} />}
      {check.problem !== null && (
        <div className={styles.wrong} role="status">
          {check.problem}
        </div>
      )}
    </div>
  )
}
