import { Modal } from '@mantine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { IconName } from '../model/icon-name.ts';
import { classNames } from './button.tsx';
import classes from './dialog.module.css';
import { Icon } from './icon.tsx';
import { useReturnFocus } from './use-return-focus.ts';

interface DialogProps {
  readonly title: string;
  readonly icon: IconName;
  readonly tone: 'err' | 'warn' | 'plain';
  /** What Esc, the cross and a press beside the dialog do: always the safe choice. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer: ReactNode;
  readonly size?: number;
  /** For bodies that bring their own columns. */
  readonly flush?: boolean;
}

/** The frame of every dialog. Focus stays inside, starts on what asks for it, and returns where it was. */
export function Dialog(props: DialogProps) {
  useReturnFocus();
  const { title, icon, tone, onClose, children, footer, size = 440, flush = false } = props;
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={size}
      centered
      returnFocus={false}
      padding={0}
      classNames={{ content: classes['content'] ?? '' }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={classes['header']}>
          <Icon name={icon} size={22} strokeWidth={1.8} className={classes[tone]} />
          <Modal.Title className={classes['title'] ?? ''}>{title}</Modal.Title>
          <button type="button" className={classes['close']} aria-label="Close" onClick={onClose}>
            <X size={18} aria-hidden="true" />
          </button>
        </div>
        <Modal.Body p={0}>
          <div className={classNames(classes['body'], flush && classes['flush'])}>{children}</div>
        </Modal.Body>
        <footer className={classes['footer']}>{footer}</footer>
      </Modal.Content>
    </Modal.Root>
  );
}

export { classes as dialogClasses };
