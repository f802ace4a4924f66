import { Dialog } from "./Dialog";

interface Help {
  keys: string[];
  /** Where they do it; everywhere, if it is left out. */
  where?: string;
  does: string;
}

const HELP: readonly Help[] = [
  { keys: ["F6", "Shift+F6"], does: "To the next or the previous part: conversations, messages, composer, panes" },
  { keys: ["Ctrl+."], does: "Open or close the inspector" },
  { keys: ["Ctrl+/"], does: "This help" },
  { keys: ["Enter", "Shift+Enter"], where: "in a composer", does: "Send; begin a new line" },
  { keys: ["/", "@", "#"], where: "in a composer", does: "Commands, people, channels: arrows choose, Tab or Enter takes, Escape closes" },
  { keys: ["Up", "Down"], where: "in an empty composer", does: "What you sent before" },
  { keys: ["Up", "Down", "Home", "End"], where: "among messages", does: "To another message" },
  { keys: ["Tab"], where: "on a message", does: "To what can be pressed in it" },
  { keys: ["T", "R", "E", "I"], where: "on a message", does: "Reply in thread, react, edit your own, inspect" },
  { keys: ["Escape"], does: "Close a menu, a dialog, a thread, the drawer" },
];

/** Which keys do what. */
export function KeyboardHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className="keys">
        {HELP.map(({ keys, where, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
              {where && <span className="dim">{where}</span>}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
