import { type CatalogueCommand, riskWords } from '../../../../shared/catalogue/command-entry.ts';
import { LevelBadge } from '../../../ui/words.tsx';
import classes from './help.module.css';

/** The level a command needs, and what it risks. */
export function CommandBadges({ command }: { readonly command: CatalogueCommand }) {
  return (
    <span className={classes['badges']}>
      {command.risks.map((risk) => (
        <span key={risk} className={classes['risk']} title={riskWords[risk].consequence}>
          {riskWords[risk].name}
        </span>
      ))}
      <LevelBadge level={command.level} />
    </span>
  );
}
