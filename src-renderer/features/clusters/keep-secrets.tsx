import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useSecretKeeping } from '../../api/streams.ts'
import { Button } from '../../components/button.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { TextField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { Notice } from '../../components/notice.tsx'
import { texts } from '../../languages/texts.ts'

/** Where secrets go that are being entered; asks for a passphrase where no keychain can keep them. */
export function KeepSecrets({ value, onChange }: { value: string; onChange: (value: string) => void }): ReactNode {
  const keeping = useSecretKeeping()
  if (keeping === undefined || keeping.keeper === 'keychain') return null
  if (keeping.isLocked) return <UnlockForm />
  if (keeping.keeper === 'passphrase') return <Notice>{texts.clusters.keptUnderPassphrase}</Notice>
  return (
    <Stack gap={8}>
      <Notice>{texts.clusters.keptInMemory(keeping.whyNoKeychain ?? '')}</Notice>
      <TextField
        label={texts.clusters.passphraseToKeep}
        description={texts.clusters.passphraseDetail}
        value={value}
        onChange={onChange}
        isSecret
        error={value !== '' && value.length < 8 ? texts.clusters.passphraseShort : null}
      />
    </Stack>
  )
}

/** Opens the secrets that are kept under a passphrase, or forgets them all. */
export function UnlockForm(): ReactNode {
  const [passphrase, setPassphrase] = useState('')
  const unlock = useMutation(queries.secrets.unlock.mutationOptions())
  const forget = useMutation(queries.secrets.keepInMemory.mutationOptions())
  const isLongEnough = passphrase.length >= 8
  const open = (): void => {
    if (isLongEnough) unlock.mutate({ passphrase })
  }
  return (
    <Stack gap={8}>
      <TextField
        label={texts.clusters.passphrase}
        description={texts.clusters.lockedDetail}
        value={passphrase}
        onChange={setPassphrase}
        isSecret
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          open()
        }}
      />
      {unlock.error && <ErrorView problem={problemOf(unlock.error, texts.clusters.notUnlocked)} />}
      <Row>
        <Button tone="primary" isDisabled={!isLongEnough} isBusy={unlock.isPending} onClick={open}>
          {texts.clusters.unlock}
        </Button>
        <Button tone="quiet" isBusy={forget.isPending} onClick={() => forget.mutate(undefined)}>
          {texts.clusters.forgetSecrets}
        </Button>
      </Row>
    </Stack>
  )
}
