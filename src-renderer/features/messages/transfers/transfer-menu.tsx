import { IconArrowsExchange, IconDownload, IconSparkles, IconTransfer, IconUpload } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useWhyNot } from '../../../api/access.ts'
import { useAskedDialog } from '../../../components/asked-dialog.ts'
import { Menu } from '../../../components/menu.tsx'
import barStyles from '../scan-bar.module.css'
import { ExportDialog } from './export-dialog.tsx'
import { GenerateDialog } from './generate-dialog.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { RedriveDialog } from './redrive-dialog.tsx'
import type { ScanAtHand } from './scan-at-hand.ts'
import { texts } from '../../../languages/texts.ts'

export interface TransferMenuProps extends ScanAtHand {
  /** Something was written to the topic. */
  readonly onProduced: () => void
}

/** Many messages at once: out to a file, in from one, made up, or on to other topics. */
export function TransferMenu(props: TransferMenuProps): ReactNode {
  const [open, setOpen] = useAskedDialog(['export', 'import', 'generate', 'redrive'])
  const whyDisabled = useWhyNot(props.clusterId, props.topic)('write')
  const close = (): void => setOpen(null)
  return (
    <>
      <Menu
        trigger={
          <button type="button" className={barStyles.options} aria-label={texts.transfers.exportImportRedrive}>
            <IconTransfer size={15} aria-hidden />
          </button>
        }
        items={[
          { label: texts.transfers.exportItem, icon: <IconDownload size={15} />, onClick: () => setOpen('export') },
          {
            label: texts.transfers.produceFromAFile,
            icon: <IconUpload size={15} />,
            whyDisabled,
            onClick: () => setOpen('import'),
          },
          {
            label: texts.transfers.generateMessages,
            icon: <IconSparkles size={15} />,
            whyDisabled,
            onClick: () => setOpen('generate'),
          },
          {
            label: texts.transfers.redriveItem,
            icon: <IconArrowsExchange size={15} />,
            onClick: () => setOpen('redrive'),
          },
        ]}
      />
      {open === 'export' && <ExportDialog {...props} onClose={close} />}
      {open === 'import' && <ImportDialog {...props} onClose={close} />}
      {open === 'generate' && <GenerateDialog {...props} onClose={close} />}
      {open === 'redrive' && <RedriveDialog {...props} onClose={close} />}
    </>
  )
}
