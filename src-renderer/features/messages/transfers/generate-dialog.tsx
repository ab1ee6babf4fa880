import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTopicsChanged } from '../../../api/topics.ts'
import type { Job, ProduceManyEvent, RecordSourceInput } from '../../../api/transfers.ts'
import { produceMany, useJob } from '../../../api/transfers.ts'
import { Button } from '../../../components/button.tsx'
import { Dialog } from '../../../components/dialog.tsx'
import { NumberField, TextField } from '../../../components/fields.tsx'
import { Spacer, Stack } from '../../../components/layout.tsx'
import { LongTextField } from '../../../components/suggest-field.tsx'
import type { ImportDialogProps } from './import-dialog.tsx'
import { ProduceManyOutcome } from './produce-many-outcome.tsx'
import { SourcePreview, useSourcePreview } from './source-preview.tsx'
import styles from './transfers.module.css'
import type { ValueSchema } from './value-schema-field.tsx'
import { ValueSchemaField } from './value-schema-field.tsx'
import type { Way } from './way-fields.tsx'
import { FIRST_WAY, WayFields } from './way-fields.tsx'
import { texts } from '../../../languages/texts.ts'

/** As templates call it, in every language. */
const MADE = { index: 'index', now: 'now', today: 'today', dice: 'number.int({"min":1,"max":6})' }

const ORDER = `{
  "order": {{index}},
  "customer": "{{person.fullName}}",
  "city": "{{location.city}}",
  "total": {{number.float({"min":1,"max":500,"fractionDigits":2})}},
  "state": "{{helpers.arrayElement(["open","paid","sent"])}}",
  "at": "{{today}}"
}`

/** Writes messages that are made up from a template, at a rate, so many of them or until it is stopped. */
export function GenerateDialog({ clusterId, topic, onClose, onProduced }: ImportDialogProps): ReactNode {
  const [template, setTemplate] = useState({ key: 'customer-{{number.int({"max":99})}}', value: ORDER })
  const [valueSchema, setValueSchema] = useState<ValueSchema>(null)
  const [count, setCount] = useState<number | null>(1000)
  const [way, setWay] = useState<Way>({ ...FIRST_WAY, ratePerSecond: 100 })
  const job = useJob<ProduceManyEvent>()
  const topicsChanged = useTopicsChanged()
  const isRunning = job.phase === 'running'
  const source: RecordSourceInput = {
    kind: 'generator',
    template: { key: template.key === '' ? null : template.key, value: template.value, headers: [] },
    valueSchema,
    count,
    seed: null,
  }
  const { data: preview, error } = useSourcePreview({ ...source, count: 3 }, { clusterId, topic })
  const start = async (): Promise<void> => {
    await job.start(produceMany({ clusterId, topic, source, ...way }))
    onProduced()
    void topicsChanged()
  }
  return (
    <Dialog
      title={texts.transfers.generateFor(topic)}
      isOpen
      onClose={onClose}
      size="large"
      actions={<Actions job={job} isReady={!error} onStart={() => void start()} />}
    >
      <Stack gap={14}>
        <ValueSchemaField
          {...{ clusterId, topic, valueSchema }}
          isDisabled={isRunning}
          onChange={(chosen, value) => {
            setValueSchema(chosen)
            if (value !== null) setTemplate((before) => ({ ...before, value }))
          }}
        />
        <TemplateFields
          template={template}
          isDisabled={isRunning}
          onChange={(change) => setTemplate((before) => ({ ...before, ...change }))}
        />
        <NumberField
          label={texts.transfers.howMany}
          placeholder={texts.transfers.untilItIsStopped}
          min={1}
          value={count}
          onChange={setCount}
          isDisabled={isRunning}
        />
        <WayFields
          way={way}
          kind="generated"
          isDisabled={isRunning}
          onChange={(change) => setWay((before) => ({ ...before, ...change }))}
        />
        {job.phase === 'idle' && <SourcePreview preview={preview} error={error} />}
        <ProduceManyOutcome job={job} total={count} />
      </Stack>
    </Dialog>
  )
}

interface ActionsProps {
  readonly job: Job<ProduceManyEvent>
  readonly isReady: boolean
  readonly onStart: () => void
}

function Actions({ job, isReady, onStart }: ActionsProps): ReactNode {
  return (
    <>
      <Spacer />
      {job.phase === 'running' ? (
        <Button onClick={job.stop}>{texts.transfers.stop}</Button>
      ) : (
        <Button tone="primary" isDisabled={!isReady} onClick={onStart}>
          {texts.transfers.start}
        </Button>
      )}
    </>
  )
}

interface Template {
  readonly key: string
  readonly value: string
}

interface TemplateFieldsProps {
  readonly template: Template
  readonly isDisabled: boolean
  readonly onChange: (change: Partial<Template>) => void
}

function TemplateFields({ template, isDisabled, onChange }: TemplateFieldsProps): ReactNode {
  return (
    <>
      <TextField
        label={texts.transfers.templateOfTheKey}
        isMonospace
        placeholder={texts.transfers.noKey}
        value={template.key}
        isDisabled={isDisabled}
        onChange={(key) => onChange({ key })}
      />
      <LongTextField
        label={texts.transfers.templateOfTheValue}
        rows={5}
        value={template.value}
        isDisabled={isDisabled}
        onChange={(value) => onChange({ value })}
      />
      <p className={styles.help}>
        {texts.transfers.betweenDoubleBraces} <code>{MADE.index}</code>, <code>{MADE.now}</code>,{' '}
        <code>{MADE.today}</code> {texts.transfers.orAnythingOfFaker} <code>person.fullName</code>,{' '}
        <code>internet.email</code>, <code>string.uuid</code>, <code>{MADE.dice}</code>.
      </p>
    </>
  )
}
