import { isShown, paneOf } from "../panes";
import { useSession } from "../session";
import { InspectIcon, MenuIcon } from "./icons";

/** What stands above all: the workspace, and what opens on the right. */
export function TopBar({ onMenu, onHelp }: { onMenu: () => void; onHelp: () => void }) {
  const { snapshot, panes, openPane, closePane } = useSession();
  const inspector = isShown(panes, "inspector");
  const agent = isShown(panes, "agent");
  return (
    <header className="top-bar">
      <button type="button" id="conversations-button" className="bar-button only-narrow" aria-label="Conversations" onClick={onMenu}>
        <MenuIcon />
      </button>
      <span className="team">{snapshot.team.name}</span>
      <span className="grow" />
      {snapshot.app.agent && (
        <button
          type="button"
          className="bar-button"
          aria-pressed={agent}
          onClick={() => (agent ? closePane("agent") : openPane({ kind: "agent" }))}
        >
          Ask<span className="only-wide"> {snapshot.app.name}</span>
        </button>
      )}
      <button
        type="button"
        className="bar-button"
        aria-pressed={inspector}
        aria-keyshortcuts="Control+."
        title="What goes to the app and back (Ctrl+.)"
        onClick={() => (inspector ? closePane("inspector") : openPane(paneOf(panes, "inspector") ?? { kind: "inspector", exchange: null }))}
      >
        <InspectIcon /> <span className="label">Inspector</span>
      </button>
      <button type="button" className="bar-button" aria-label="Keyboard help" title="Keyboard help (Ctrl+/)" onClick={onHelp}>
        ?
      </button>
    </header>
  );
}
