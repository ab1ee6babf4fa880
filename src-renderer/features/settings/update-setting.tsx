import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TextField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'

interface UpdateSettingProps {
  readonly feed: string | null
  readonly onChange: (feed: string | null) => void
}

/** Where newer versions come from, and the button that asks there: nothing else does. */
export function UpdateSetting({ feed, onChange }: UpdateSettingProps): ReactNode {
  const words = texts.settings.updates
  const [draft, setDraft] = useState(feed ?? '')
  const check = useMutation(queries.updates.check.mutationOptions())
  const install = useMutation(queries.updates.install.mutationOptions())
  const isWrong = draft !== '' && !/^https?:\/\/[^\s/]+/.test(draft)
  const edit = (text: string): void => {
    setDraft(text)
    check.reset()
    if (text === '') onChange(null)
    else if (URL.canParse(text) && /^https?:/.test(text)) onChange(text)
  }
  const available = check.data?.available ?? null
  const error = check.error ?? install.error
  return (
    <Stack gap={8} align="end">
      <TextField
        label={words.feed}
        isLabelHidden
        placeholder={words.example}
        value={draft}
        error={isWrong ? words.wrongAddress : null}
        onChange={edit}
      />
      <Row gap={8}>
        <span role="status">{check.data && (available === null ? words.none : words.available(available))}</span>
        {available === null ? (
          <Button
            isDisabled={feed === null || isWrong}
            isBusy={check.isPending}
            onClick={() => check.mutate(undefined)}
          >
            {words.check}
          </Button>
        ) : (
          <Button tone="primary" isBusy={install.isPending} onClick={() => install.mutate(undefined)}>
            {words.install}
          </Button>
        )}
      </Row>
      {error && <ErrorView problem={problemOf(error, words.notChecked)} />}
    </Stack>
  )
}
