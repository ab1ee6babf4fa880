import type { ReactNode } from 'react'
import type { SecureMode as SecureModeFacts } from '../../api/local-cluster.ts'
import { useSettings } from '../../api/settings.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { SwitchField } from '../../components/fields.tsx'
import { Row, Stack } from '../../components/layout.tsx'
import { Dim, Mono } from '../../components/text.tsx'
import { useLocalClusterActions } from './actions.ts'
import styles from './secure-mode.module.css'

/** The one switch: everybody may come unencrypted, or users only and encrypted. */
export function SecureModeSwitch(): ReactNode {
  const { setSecureMode } = useLocalClusterActions()
  const isOn = useSettings().isLocalClusterSecured
  return (
    <SwitchField
      label="Secure mode"
      isOn={setSecureMode.isPending ? setSecureMode.variables.isSecured : isOn}
      isDisabled={setSecureMode.isPending}
      onChange={(isSecured) => setSecureMode.mutate({ isSecured })}
    />
  )
}

/** Who can log in, what to trust, and who may do what. */
export function SecureModeFactsPanel({ secureMode }: { secureMode: SecureModeFacts }): ReactNode {
  const { caPath, users } = secureMode
  return (
    <div className={styles.facts}>
      <table className={styles.users} aria-label="Users">
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col">Password</th>
            <th scope="col">May do</th>
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
                  <CopyButton text={password} label={`Copy the password of ${name}`} />
                </Row>
              </td>
              <td>{isSuperUser ? 'Everything, whatever the ACLs say. The console is this user.' : WHO_MAY}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Stack gap={4}>
        <Row gap={4}>
          <Dim>Clients trust the certificate in</Dim> <Mono>{caPath}</Mono>
          <CopyButton text={caPath} label="Copy the path of the certificate" />
        </Row>
        <Dim>
          They log in with SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN, always encrypted (SASL_SSL). More users and ACLs are
          made with kafka-configs and kafka-acls; they take the login from admin.properties beside the certificate.
        </Dim>
      </Stack>
    </div>
  )
}

const WHO_MAY = 'What ACLs allow; everything on topics and groups that no ACL speaks of.'
