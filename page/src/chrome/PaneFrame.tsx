import type { ReactNode } from "react";
import type { Pane } from "../panes";
import { useSession } from "../session";
import { BackIcon, CloseIcon } from "./icons";

interface Props {
  kind: Pane["kind"];
  title: string;
  /** Stands below the title. */
  subtitle?: ReactNode;
  /** Stands beside the close button. */
  extra?: ReactNode;
  children: ReactNode;
}

/** A pane on the right; on a phone it covers the page. */
export function PaneFrame({ kind, title, subtitle, extra, children }: Props) {
  const { closePane } = useSession();
  return (
    <aside
      className={`pane ${kind}`}
      aria-label={title}
      data-region={kind}
      onKeyDown={(event) => {
        // The inspector is a tool beside the work, and stays; Escape leaves what was opened from a message.
        if (event.key !== "Escape" || event.defaultPrevented || kind === "inspector") return;
        closePane(kind);
      }}
    >
      <header className="pane-head">
        <button type="button" className="icon-button only-narrow" aria-label="Back" onClick={() => closePane(kind)}>
          <BackIcon />
        </button>
        <div className="head-title">
          <h2>{title}</h2>
          {subtitle && <p className="dim">{subtitle}</p>}
        </div>
        {extra}
        <button
          type="button"
          className="icon-button only-wide"
          aria-label={`Close ${title.toLowerCase()}`}
          data-region-start={kind === "inspector" ? "" : undefined}
          onClick={() => closePane(kind)}
        >
          <CloseIcon />
        </button>
      </header>
      {children}
    </aside>
  );
}
