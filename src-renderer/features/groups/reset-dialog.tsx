import type { ReactNode } from 'react'
import { problemCodeOf, problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { texts } from '../../languages/texts.ts'
import { hasOwnScope } from './reset-draft.ts'
import { RefusedPartitions } from './refused-partitions.tsx'
import { ResetPreviewView } from './reset-preview.tsx'
import { ResetScope } from './reset-scope.tsx'
import { ResetStrategyFields } from './reset-strategy-fields.tsx'
import type { ResetInput } from './use-reset.ts'
import { useReset } from './use-reset.ts'

/**
 * Where the group reads on: chosen, previewed, and only then applied. What is applied is what the preview showed. Mounted
 * while it is open.
 */
export function ResetDialog(input: ResetInput): ReactNode {
  const reset = useReset(input)
  const { clusterId, group, onClose } = input
  const { groupId } = group
  const { outcome, draft } = reset
  return (
    <Dialog
      title={texts.groups.reset.title(groupId)}
      isOpen
      onClose={onClose}
      size="large"
      actions={
        outcome === null ? resetActions(reset, onClose) : <Button onClick={onClose}>{texts.groups.close}</Button>
      }
    >
      {outcome === null ? (
        <Stack gap={16}>
          <ResetStrategyFields
            clusterId={clusterId}
            groupId={groupId}
            draft={draft}
            problem={reset.problem}
            onChange={reset.change}
            onEnter={reset.showPreview}
          />
          {!hasOwnScope(draft.to) && (
            <ResetScope
              places={reset.places}
              otherTopics={reset.otherTopics}
              draft={draft}
              onChange={(leftOut) => reset.change({ leftOut })}
              onAdd={(topic) => reset.change({ addedTopics: [...draft.addedTopics, topic] })}
            />
          )}
          <ResetEffect reset={reset} input={input} />
        </Stack>
      ) : (
        <RefusedPartitions groupId={groupId} changed={outcome} />
      )}
    </Dialog>
  )
}

type Reset = ReturnType<typeof useReset>

function ResetEffect({ reset, input }: { reset: Reset; input: ResetInput }): ReactNode {
  const { apply, preview } = reset
  const { groupId } = input.group
  return (
    <>
      {preview.error && <ErrorView problem={problemOf(preview.error, texts.groups.reset.notPreviewed)} />}
      {preview.shown && !preview.error && (
        <ResetPreviewView
          preview={preview.shown}
          isStale={!preview.isOfWish}
          showsMembers={!apply.error}
          onGroup={{ clusterId: input.clusterId, groupId }}
          onEmpty={reset.showPreview}
        />
      )}
      {reset.needsName && (
        <TextField
          label={texts.groups.reset.typeName(groupId)}
          description={texts.groups.reset.typeNameWhy}
          value={reset.typedName}
          onChange={reset.setTypedName}
          isMonospace
        />
      )}
      {apply.error && (
        <ErrorView
          problem={problemOf(apply.error, texts.groups.nothingChanged)}
          actions={
            problemCodeOf(apply.error) === 'CONFLICT' && (
              <Button size="small" onClick={reset.showPreview}>
                {texts.groups.reset.lookAgain}
              </Button>
            )
          }
        />
      )}
    </>
  )
}

function resetActions(reset: Reset, onCancel: () => void): ReactNode {
  return (
    <>
      <Button onClick={onCancel}>{texts.groups.cancel}</Button>
      <Button
        tone={reset.canApply ? 'default' : 'primary'}
        isDisabled={!reset.isComplete}
        isBusy={reset.isReviewed && reset.preview.isFetching}
        onClick={reset.showPreview}
      >
        {texts.groups.reset.preview}
      </Button>
      <Button
        tone={reset.canApply ? 'primary' : 'default'}
        isDisabled={!reset.canApply}
        isBusy={reset.apply.isPending}
        onClick={reset.applyPreview}
      >
        {texts.groups.reset.apply}
      </Button>
    </>
  )
}
