import type { ReactNode } from 'react'
import { useState } from 'react'
import { useTopicsChanged } from '../../../api/topics.ts'
import type { ProduceManyEvent, RecordSourceInput, TransferFormat } from '../../../api/transfers.ts'
import { produceMany, useJob } from '../../../api/transfers.ts'
import { Button } from '../../../components/button.tsx'
import { problemOf } from '../../../api/problem.ts'
import { Dialog } from '../../../components/dialog.tsx'
import { ErrorView } from '../../../components/error-view.tsx'
import { FieldGrid } from '../../../components/field-grid.tsx'
import { SelectField, TextField } from '../../../components/fields.tsx'
import { FileButton } from '../../../components/file-button.tsx'
import { Row, Spacer, Stack } from '../../../components/layout.tsx'
import { SuggestField } from '../../../components/suggest-field.tsx'
import { formatBytes } from '../../../formatting/bytes.ts'
import type { ChosenFile } from './chosen-file.ts'
import { chosenFile, feedFile } from './chosen-file.ts'
import { ProduceManyOutcome } from './produce-many-outcome.tsx'
import { SourcePreview, useSourcePreview } from './source-preview.tsx'
import styles from './transfers.module.css'
import { FIRST_WAY, WayFields } from './way-fields.tsx'
import { texts } from '../../../languages/texts.ts'

export interface ImportDialogProps {
  readonly clusterId: string
  readonly topic: string
  readonly onClose: () => void
  readonly onProduced: () => void
}

interface SourceDraft {
  /** Of a file that the back end reads. */
  readonly path: string
  /** A file of the user's own machine. */
  readonly chosen: ChosenFile | null
  readonly format: TransferFormat
  readonly isMapped: boolean
  readonly key: string
  readonly value: string
}

const NOTHING: SourceDraft = { path: '', chosen: null, format: 'jsonl', isMapped: false, key: '', value: '' }
const formats = () =>
  [
    { value: 'jsonl', label: texts.transfers.jsonLines },
    { value: 'csv', label: 'CSV' },
  ] as const
const readings = () =>
  [
    { value: 'export', label: texts.transfers.asAnExportWrites },
    { value: 'mapped', label: texts.transfers.anyChooseKeyAnd },
  ] as const

/** Writes the messages of a file, idempotent and in their order; says of each line that cannot be read why. */
export function ImportDialog({ clusterId, topic, onClose, onProduced }: ImportDialogProps): ReactNode {
  const [draft, setDraft] = useState(NOTHING)
  const [way, setWay] = useState(FIRST_WAY)
  const job = useJob<ProduceManyEvent>()
  const topicsChanged = useTopicsChanged()
  const source = sourceOf(draft)
  const { data: preview, error } = useSourcePreview(source && previewedSource(draft, source), { clusterId, topic })
  const [notFed, setNotFed] = useState<unknown>(null)
  const sizeBytes = draft.chosen?.file.size ?? preview?.sizeBytes ?? 0
  const isRunning = job.phase === 'running'
  const start = async (): Promise<void> => {
    if (!source) return
    const { chosen } = draft
    setNotFed(null)
    await job.start(produceMany({ clusterId, topic, source, ...way }), (jobId) => {
      if (!chosen) return
      feedFile(jobId, chosen.file).catch((failure: unknown) => {
        setNotFed(failure)
        job.stop()
      })
    })
    onProduced()
    void topicsChanged()
  }
  return (
    <Dialog
      title={texts.transfers.produceFromAFileTo(topic)}
      isOpen
      onClose={onClose}
      size="large"
      actions={
        <>
          {source && sizeBytes > 0 && <span>{formatBytes(sizeBytes)}</span>}
          <Spacer />
          {isRunning ? (
            <Button onClick={job.stop}>{texts.transfers.stop}</Button>
          ) : (
            <Button tone="primary" isDisabled={!source || Boolean(error)} onClick={() => void start()}>
              {texts.transfers.start}
            </Button>
          )}
        </>
      }
    >
      <Stack gap={14}>
        <SourceFields
          draft={draft}
          columns={preview?.columns ?? []}
          isDisabled={isRunning}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        />
        <WayFields
          way={way}
          kind="lines"
          isDisabled={isRunning}
          onChange={(change) => setWay((before) => ({ ...before, ...change }))}
        />
        {source && job.phase === 'idle' && <SourcePreview preview={preview} error={error} />}
        {notFed !== null && <ErrorView problem={problemOf(notFed, texts.transfers.theFileCannotBeRead)} />}
        <ProduceManyOutcome job={job} total={null} />
      </Stack>
    </Dialog>
  )
}

function sourceOf({ path, chosen, format, isMapped, key, value }: SourceDraft): RecordSourceInput | null {
  const mapping = isMapped ? { key: key === '' ? null : key, value: value === '' ? null : value } : null
  if (chosen) return { kind: 'upload', name: chosen.file.name, format, mapping }
  return path.trim() === '' ? null : { kind: 'file', path: path.trim(), format, mapping }
}

/** Of a chosen file its beginning is enough. */
function previewedSource({ chosen }: SourceDraft, source: RecordSourceInput): RecordSourceInput {
  if (!chosen || source.kind !== 'upload') return source
  const { format, mapping } = source
  return { kind: 'text', text: chosen.beginning, isBeginning: chosen.isCut, format, mapping }
}

function formatOf(name: string): Pick<SourceDraft, 'format'> | null {
  if (/\.csv$/i.test(name)) return { format: 'csv' }
  return /\.(jsonl|ndjson|json)$/i.test(name) ? { format: 'jsonl' } : null
}

interface SourceFieldsProps {
  readonly draft: SourceDraft
  readonly columns: readonly string[]
  readonly isDisabled: boolean
  readonly onChange: (change: Partial<SourceDraft>) => void
}

function SourceFields({ draft, columns, isDisabled, onChange }: SourceFieldsProps): ReactNode {
  const [problem, setProblem] = useState<string | null>(null)
  const choose = async (file: File): Promise<void> => {
    try {
      onChange({ path: '', chosen: await chosenFile(file), ...formatOf(file.name) })
      setProblem(null)
    } catch (error) {
      setProblem(problemOf(error, texts.transfers.theFileCannotBeRead).why)
    }
  }
  return (
    <>
      <Row gap={10} align="flex-end" isOneLine>
        <div style={{ flex: 1, minWidth: 0 }}>
          <TextField
            label={texts.transfers.file}
            isMonospace
            hasInitialFocus
            placeholder={texts.transfers.homeYouMessagesJsonl}
            value={draft.chosen?.file.name ?? draft.path}
            error={problem}
            isDisabled={isDisabled}
            onChange={(path) => onChange({ path, chosen: null, ...formatOf(path) })}
          />
        </div>
        <FileButton accept=".jsonl,.ndjson,.json,.csv,.txt" onFile={(file) => void choose(file)}>
          {texts.transfers.chooseAFile}
        </FileButton>
      </Row>
      <FieldGrid>
        <SelectField
          label={texts.transfers.format}
          value={draft.format}
          options={formats()}
          onChange={(format) => onChange({ format })}
          isDisabled={isDisabled}
        />
        <SelectField
          label={texts.transfers.linesAre}
          value={draft.isMapped ? 'mapped' : 'export'}
          options={readings()}
          onChange={(reading) => onChange({ isMapped: reading === 'mapped' })}
          isDisabled={isDisabled}
        />
        {draft.isMapped && <Mapping draft={draft} columns={columns} isDisabled={isDisabled} onChange={onChange} />}
      </FieldGrid>
      {!draft.isMapped && (
        <p className={styles.help}>
          {draft.format === 'csv' ? texts.transfers.theFirstRowNames : texts.transfers.eachLineIsAnObject}
        </p>
      )}
    </>
  )
}

/** Which column, or which member of an object, becomes what. */
function Mapping({ draft, columns, isDisabled, onChange }: SourceFieldsProps): ReactNode {
  const suggestions = columns.map((value) => ({
    value,
    detail: draft.format === 'csv' ? texts.transfers.column : texts.transfers.member,
  }))
  return (
    <>
      <SuggestField
        label={texts.transfers.keyFrom}
        placeholder={texts.transfers.noKey}
        value={draft.key}
        suggestions={suggestions}
        onChange={(key) => onChange({ key })}
        isDisabled={isDisabled}
      />
      <SuggestField
        label={texts.transfers.valueFrom}
        placeholder={texts.transfers.theWholeLine}
        value={draft.value}
        suggestions={suggestions}
        onChange={(value) => onChange({ value })}
        isDisabled={isDisabled}
      />
    </>
  )
}
