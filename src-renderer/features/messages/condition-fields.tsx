import { IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { FieldOperator, FieldSubject, LearnedPath } from '../../api/scans.ts'
import { IconButton } from '../../components/button.tsx'
import { CheckboxField, SelectField, TextField } from '../../components/fields.tsx'
import { LongTextField, SuggestField } from '../../components/suggest-field.tsx'
import type { ConditionDraft, FieldConditionDraft, Part, TextConditionDraft } from './filter-draft.ts'
import { needsValue } from './filter-draft.ts'
import styles from './filter-builder.module.css'
import { texts } from '../../languages/texts.ts'

export interface ConditionFieldsProps {
  readonly condition: ConditionDraft
  readonly paths: readonly LearnedPath[]
  readonly onChange: (condition: ConditionDraft) => void
  readonly onRemove: () => void
}

const titles = () =>
  ({
    text: texts.messages.text,
    regex: texts.messages.regularExpression,
    field: texts.messages.field,
    expression: texts.messages.expressionOfCel,
  }) as const

const CEL_EXAMPLE = "value.amount > 100 && key.startsWith('berlin')"

/** One condition of a filter. */
export function ConditionFields({ condition, paths, onChange, onRemove }: ConditionFieldsProps): ReactNode {
  const title = titles()[condition.kind]
  return (
    <fieldset className={styles.condition} aria-label={title}>
      <div className={styles.conditionHead}>
        <span className={styles.kind}>{title}</span>
        <CheckboxField
          label={texts.messages.not}
          isChecked={condition.isNegated}
          onChange={(isNegated) => onChange({ ...condition, isNegated })}
        />
        <span className={styles.grow} />
        <IconButton label={texts.messages.removeThisCondition} size={22} onClick={onRemove}>
          <IconX size={13} />
        </IconButton>
      </div>
      {condition.kind === 'field' ? (
        <FieldCondition condition={condition} paths={paths} onChange={onChange} />
      ) : condition.kind === 'expression' ? (
        <LongTextField
          label={texts.messages.celExpression}
          isLabelHidden
          placeholder={CEL_EXAMPLE}
          value={condition.expression}
          onChange={(expression) => onChange({ ...condition, expression })}
        />
      ) : (
        <TextCondition condition={condition} onChange={onChange} />
      )}
    </fieldset>
  )
}

const parts = (): readonly { readonly value: Part; readonly label: string }[] => [
  { value: 'anywhere', label: texts.messages.anywhere },
  { value: 'key', label: texts.messages.key },
  { value: 'value', label: texts.messages.value },
  { value: 'header-key', label: texts.messages.headerName },
  { value: 'header-value', label: texts.messages.headerValue },
]

interface TextConditionProps {
  readonly condition: TextConditionDraft
  readonly onChange: (condition: ConditionDraft) => void
}

function TextCondition({ condition, onChange }: TextConditionProps): ReactNode {
  const { kind, text, part, isCaseSensitive } = condition
  return (
    <div className={styles.line}>
      <SelectField
        label={texts.messages.where}
        isLabelHidden
        width={124}
        value={part}
        options={parts()}
        onChange={(chosen) => onChange({ ...condition, part: chosen })}
      />
      <div className={styles.grow}>
        <TextField
          label={kind === 'text' ? texts.messages.textToFind : texts.messages.pattern}
          isLabelHidden
          isMonospace
          placeholder={kind === 'text' ? texts.messages.someText : String.raw`order-\d+`}
          value={text}
          onChange={(written) => onChange({ ...condition, text: written })}
        />
      </div>
      <CheckboxField
        label={texts.messages.caseMark}
        isChecked={isCaseSensitive}
        onChange={(isChosen) => onChange({ ...condition, isCaseSensitive: isChosen })}
      />
    </div>
  )
}

const subjects = (): readonly { readonly value: FieldSubject; readonly label: string }[] => [
  { value: 'value', label: texts.messages.value },
  { value: 'key', label: texts.messages.key },
  { value: 'header', label: texts.messages.header },
  { value: 'partition', label: texts.messages.partition },
  { value: 'offset', label: texts.messages.offset },
  { value: 'timestamp', label: texts.messages.timestamp },
  { value: 'size', label: texts.messages.size },
]

export function operatorName(operator: FieldOperator): string {
  return operators().find(({ value }) => value === operator)?.label ?? operator
}

const operators = (): readonly { readonly value: FieldOperator; readonly label: string }[] => [
  { value: 'equals', label: '=' },
  { value: 'not-equals', label: '≠' },
  { value: 'less', label: '<' },
  { value: 'at-most', label: '≤' },
  { value: 'more', label: '>' },
  { value: 'at-least', label: '≥' },
  { value: 'contains', label: texts.messages.contains },
  { value: 'not-contains', label: texts.messages.containsNot },
  { value: 'matches', label: texts.messages.matches },
  { value: 'exists', label: texts.messages.exists },
  { value: 'missing', label: texts.messages.isMissing },
  { value: 'is-null', label: texts.messages.isNull },
  { value: 'is-not-null', label: texts.messages.isNotNull },
]

interface FieldConditionProps {
  readonly condition: FieldConditionDraft
  readonly paths: readonly LearnedPath[]
  readonly onChange: (condition: ConditionDraft) => void
}

function FieldCondition({ condition, paths, onChange }: FieldConditionProps): ReactNode {
  const { subject, path, operator, value } = condition
  const hasPath = subject === 'value' || subject === 'key' || subject === 'header'
  const suggestions = paths
    .filter((each) => each.subject === subject)
    .map((each) => ({ value: each.path, detail: texts.messages.pathDetail(each.types, each.example) }))
  return (
    <div className={styles.line}>
      <SelectField
        label={texts.messages.of}
        isLabelHidden
        width={104}
        value={subject}
        options={subjects()}
        onChange={(chosen) => onChange({ ...condition, subject: chosen, path: '' })}
      />
      {hasPath && (
        <div className={styles.grow}>
          <SuggestField
            label={subject === 'header' ? texts.messages.nameOfTheHeader : texts.messages.path}
            isLabelHidden
            placeholder={subject === 'header' ? 'trace-id' : 'user.id'}
            value={path}
            suggestions={suggestions}
            onChange={(written) => onChange({ ...condition, path: written })}
          />
        </div>
      )}
      <SelectField
        label={texts.messages.operator}
        isLabelHidden
        width={112}
        value={operator}
        options={operators()}
        onChange={(chosen) => onChange({ ...condition, operator: chosen })}
      />
      {needsValue(operator) && (
        <div className={styles.grow}>
          <TextField
            label={texts.messages.comparedWith}
            isLabelHidden
            isMonospace
            placeholder={texts.messages.someValue}
            value={value}
            onChange={(written) => onChange({ ...condition, value: written })}
          />
        </div>
      )}
    </div>
  )
}
