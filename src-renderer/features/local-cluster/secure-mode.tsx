import type { ReactNode } from 'react'
import type { SecureMode as SecureModeFacts } from '../../api/local-cluster.ts'
import { useSettings } from '../../api/settings.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { SwitchField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { texts } from '../../languages/texts.ts'
import { useLocalClusterActions } from './actions.ts'
import styles from './secure-mode.module.css'

/** The one switch: everybody may come unencrypted, or users only and encrypted. */
export function SecureModeSwitch(): ReactNode {
  const { setSecureMode } = useLocalClusterActions()
  const isOn = useSettings().isLocalClusterSecured
  return (
    <SwitchField
      label={texts.localCluster.secureMode.title}
      isOn={setSecureMode.isPending ? setSecureMode.variables.isSecured : isOn}
      isDisabled={setSecureMode.isPending}
      onChange={(isSecured) => setSecureMode.mutate({ isSecured })}
    />
  )
}

/** Who can log in, what to trust, and who may do what. */
export function SecureModeFactsPanel({ secureMode }: { secureMode: SecureModeFacts }): ReactNode {
  const { caPath, users } = secureMode
  const words = texts.localCluster.secureMode
  return (
    <div className={styles.facts}>
      <table className={styles.users} aria-label={words.users}>
        <thead>
          <tr>
            <th scope="col">{words.user}</th>
            <th scope="col">{words.password}</th>
            <th scope="col">{words.mayDo}</th>
          </tr>
        </thead>
        <tbody>
          {users.map(({ name, password, isSuperUser }) => (
            <tr key={name}>
              <td>
                <Mono>{name}</Mono>
              </td>
              <td>
                <Row gap={4} isOneLine>
                  <Mono>{password}</Mono>
                  <CopyButton text={password} label={words.copyPassword(name)} />
                </Row>
              </td>
              <td>{isSuperUser ? words.everything : words.byAcls}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Stack gap={4}>
        <Row gap={4}>
          <Dim>{words.trust}</Dim> <Mono>{caPath}</Mono>
          <CopyButton text={caPath} label={words.copyCertificate} />
        </Row>
        <Dim>{words.howToLogIn}</Dim>
      </Stack>
    </div>
  )
}
