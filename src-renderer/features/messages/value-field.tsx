import type { ReactNode } from 'react'
import { useMemo, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CodeEditor } from '../../components/code-editor.tsx'
import { ChoiceField, SwitchField } from '../../components/fields.tsx'
import { Row } from '../../components/layout.tsx'
import { formatExactBytes } from '../../formatting/bytes.ts'
import type { JsonNode } from './json-nodes.ts'
import { formatJson, JsonError, readJson } from './json-nodes.ts'
import styles from './produce-dialog.module.css'

export interface ValueFieldProps {
  readonly value: string
  readonly isTombstone: boolean
  readonly onChange: (value: string) => void
  readonly onTombstone: (isTombstone: boolean) => void
}

/** The value, as JSON or as plain text. Whether it is valid JSON is said; it is sent as it is either way. */
export function ValueField({ value, isTombstone, onChange, onTombstone }: ValueFieldProps): ReactNode {
  const [language, setLanguage] = useState<'json' | 'plaintext'>('json')
  const checked = useMemo(() => check(value), [value])
  const isJson = language === 'json' && !isTombstone
  return (
    <div>
      <div className={styles.above}>
        <span className={styles.fieldLabel} aria-hidden>
          Value
        </span>
        <Row gap={12}>
          <SwitchField label="Tombstone" isOn={isTombstone} onChange={onTombstone} />
          <ChoiceField label="Written as" value={language} options={LANGUAGES} onChange={setLanguage} />
        </Row>
      </div>
      <CodeEditor
        label="Value"
        value={value}
        onChange={onChange}
        language={language}
        isDisabled={isTombstone}
        height={190}
      />
      <div className={styles.below}>
        <span role="status" data-tone={isJson && checked.nodes ? 'ok' : undefined}>
          {isTombstone ? 'Null: in a compacted topic this deletes the key.' : isJson ? checked.text : ''}
        </span>
        <span className={styles.belowEnd}>
          {isJson && checked.nodes && (
            <Button size="small" tone="quiet" onClick={() => checked.nodes && onChange(formatJson(checked.nodes))}>
              Format JSON
            </Button>
          )}
          {!isTombstone && formatExactBytes(new TextEncoder().encode(value).length)}
        </span>
      </div>
    </div>
  )
}

const LANGUAGES = [
  { value: 'json', label: 'JSON' },
  { value: 'plaintext', label: 'Text' },
] as const

interface Checked {
  readonly text: string
  readonly nodes: readonly JsonNode[] | null
}

function check(value: string): Checked {
  if (value.trim() === '') return { text: '', nodes: null }
  try {
    return { text: 'Valid JSON', nodes: readJson(value) }
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    return { text: `Not JSON: ${error.message} It is sent as it is.`, nodes: null }
  }
}
