import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { ScramMechanism, ScramUser } from '../../api/access.ts'
import { scramMechanism, useAccessChanged } from '../../api/access.ts'
import { queries } from '../../api/client.ts'
import { useNameToType } from '../../api/clusters.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorView } from '../../components/error-view.tsx'
import { CheckboxField, NumberField, TextField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { notifyDone } from '../../components/notify.ts'
import { useTypedName } from '../../components/typed-name.tsx'
import { texts } from '../../languages/texts.ts'

export interface PasswordDialogProps {
  readonly clusterId: string
  /** Null: a new one is made. */
  readonly user: ScramUser | null
  readonly onClose: () => void
}

const FEWEST_ITERATIONS = 4096
const MOST_ITERATIONS = 16_384

/** Makes a user of SCRAM, or gives one another password. */
export function PasswordDialog({ clusterId, user, onClose }: PasswordDialogProps): ReactNode {
  const words = texts.security
  const [name, setName] = useState(user?.name ?? '')
  const [password, setPassword] = useState('')
  const [mechanisms, setMechanisms] = useState<readonly ScramMechanism[]>(
    user?.credentials.map(({ mechanism }) => mechanism) ?? scramMechanism.options,
  )
  const [iterations, setIterations] = useState<number | null>(user?.credentials[0]?.iterations ?? FEWEST_ITERATIONS)
  const accessChanged = useAccessChanged()
  const set = useMutation(
    queries.access.setPassword.mutationOptions({
      onSuccess: async () => {
        onClose()
        notifyDone(words.passwordSet(name))
        await accessChanged()
      },
    }),
  )
  const { field, isTyped, confirmedName } = useTypedName(useNameToReplace(clusterId, name))
  const isWhole = isTyped && name !== '' && password !== '' && mechanisms.length > 0 && iterations !== null
  const submit = (): void => {
    if (iterations === null || !isWhole) return
    set.mutate({ clusterId, user: name, password, mechanisms: [...mechanisms], iterations, confirmedName })
  }
  return (
    <Dialog
      title={user === null ? words.createUser : words.changePasswordOf(user.name)}
      isOpen
      onClose={onClose}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button tone="primary" isDisabled={!isWhole} isBusy={set.isPending} onClick={submit}>
            {user === null ? words.create : words.set}
          </Button>
        </>
      }
    >
      <Stack>
        {user === null && (
          <TextField label={words.userName} value={name} onChange={setName} isMonospace hasInitialFocus />
        )}
        <TextField
          label={words.password}
          value={password}
          onChange={setPassword}
          isSecret
          hasInitialFocus={user !== null}
          onKeyDown={(event) => {
            if (event.key === 'Enter') submit()
          }}
        />
        <MechanismFields chosen={mechanisms} onChange={setMechanisms} />
        <NumberField
          label={words.iterations}
          value={iterations}
          onChange={setIterations}
          min={FEWEST_ITERATIONS}
          max={MOST_ITERATIONS}
        />
        {field}
        {set.error && <ErrorView problem={problemOf(set.error, words.passwordNotSet(name))} />}
      </Stack>
    </Dialog>
  )
}

/** Another password cuts off whoever knows the one before, however the dialog was opened. */
function useNameToReplace(clusterId: string, user: string): ReturnType<typeof useNameToType> {
  const { data: users } = useQuery(queries.access.users.queryOptions({ input: { clusterId } }))
  const onProduction = useNameToType(clusterId)
  return users?.some(({ name }) => name === user) === true ? onProduction : {}
}

interface MechanismFieldsProps {
  readonly chosen: readonly ScramMechanism[]
  readonly onChange: (chosen: readonly ScramMechanism[]) => void
}

function MechanismFields({ chosen, onChange }: MechanismFieldsProps): ReactNode {
  return (
    <Row gap={16}>
      {scramMechanism.options.map((mechanism) => (
        <CheckboxField
          key={mechanism}
          label={mechanism}
          isChecked={chosen.includes(mechanism)}
          onChange={(isChosen) =>
            onChange(isChosen ? [...chosen, mechanism] : chosen.filter((each) => each !== mechanism))
          }
        />
      ))}
    </Row>
  )
}
