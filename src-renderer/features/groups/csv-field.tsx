import type { ReactNode } from 'react'
import { FileButton } from '../../components/file-button.tsx'
import { Stack } from '../../components/layout.tsx'
import { LongTextField } from '../../components/suggest-field.tsx'
import { texts } from '../../languages/texts.ts'

interface CsvFieldProps {
  readonly csv: string
  readonly problem: string | null
  readonly onChange: (csv: string) => void
}

/** Offsets as `kafka-consumer-groups --export` writes them: from a file, pasted or typed. */
export function CsvField({ csv, problem, onChange }: CsvFieldProps): ReactNode {
  return (
    <Stack gap={8} align="flex-start">
      <div style={{ width: '100%' }}>
        <LongTextField
          label={texts.groups.reset.csv}
          description={texts.groups.reset.csvDetail}
          value={csv}
          error={problem}
          onChange={onChange}
        />
      </div>
      <FileButton accept=".csv,.txt" onFile={(file) => void file.text().then(onChange)}>
        {texts.groups.reset.openCsv}
      </FileButton>
    </Stack>
  )
}
