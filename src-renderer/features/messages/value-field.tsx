import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { Button } from '../../components/button.tsx'
import { CodeEditor } from '../../components/code-editor.tsx'
import { SwitchField } from '../../components/fields.tsx'
import { Row } from '../../components/layout.tsx'
import { formatExactBytes } from '../../formatting/bytes.ts'
import type { ContentDraft, Encoding, SchemaChoice } from './content-draft.ts'
import { EncodingField, SchemaFields } from './encoding-fields.tsx'
import { formatJson, JsonError, readJson } from './json-nodes.ts'
import styles from './produce-dialog.module.css'
import { useContentCheck } from './use-content-check.ts'
import { texts } from '../../languages/texts.ts'

export interface ValueFieldProps {
  readonly clusterId: string
  readonly topic: string
  readonly draft: ContentDraft
  readonly onChange: (value: string) => void
  readonly onTombstone: (isTombstone: boolean) => void
  readonly onEncoding: (encoding: Encoding) => void
  readonly onSchema: (schema: SchemaChoice) => void
}

/** The value, written as it was chosen; whether it can be sent so is said while it is written. */
export function ValueField(props: ValueFieldProps): ReactNode {
  const { clusterId, topic, draft, onChange, onTombstone, onEncoding, onSchema } = props
  const { encoding, text, isNull } = draft
  const check = useContentCheck({ clusterId, topic, part: 'value' }, draft)
  const isJson = (encoding === 'json' || encoding === 'schema') && !isNull
  const formatted = useMemo(() => (isJson ? formattedJson(text) : null), [isJson, text])
  const tone = check.isObstacle ? 'bad' : check.label === '' || check.problem !== null ? undefined : 'ok'
  return (
    <div>
      <div className={styles.above}>
        <span className={styles.fieldLabel} aria-hidden>
          {texts.messages.value}
        </span>
        <Row gap={12}>
          <SwitchField label={texts.messages.tombstone} isOn={isNull} onChange={onTombstone} />
          <EncodingField
            label={texts.messages.writtenAs}
            encoding={encoding}
            onChange={onEncoding}
            hasSchemas
            isDisabled={isNull}
          />
        </Row>
      </div>
      {encoding === 'schema' && !isNull && (
        <div className={styles.schema}>
          <SchemaFields part="value" topic={topic} draft={draft} check={check} onChange={onSchema} />
        </div>
      )}
      <CodeEditor
        label={texts.messages.value}
        value={text}
        onChange={onChange}
        language={isJson ? 'json' : 'plaintext'}
        isDisabled={isNull}
        height={190}
      />
      <div className={styles.below}>
        <span role="status" data-tone={tone}>
          {isNull ? texts.messages.nullInACompacted : (check.problem ?? check.label)}
        </span>
        <span className={styles.belowEnd}>
          {formatted !== null && (
            <Button size="small" tone="quiet" onClick={() => onChange(formatted)}>
              {texts.messages.formatJson}
            </Button>
          )}
          {!isNull &&
            (encoding === 'text' || encoding === 'json') &&
            formatExactBytes(new TextEncoder().encode(text).length)}
        </span>
      </div>
    </div>
  )
}

function formattedJson(text: string): string | null {
  if (text.trim() === '') return null
  try {
    return formatJson(readJson(text))
  } catch (error) {
    if (error instanceof JsonError) return null
    throw error
  }
}
