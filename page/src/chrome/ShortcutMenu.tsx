import { useSession } from "../session";
import { LightningIcon } from "./icons";
import { Menu } from "./Menu";

/** The app's global shortcuts, and its commands for who does not know them. */
export function ShortcutMenu({ onFill }: { onFill: (line: string) => void }) {
  const { snapshot, attempt } = useSession();
  const { commands, shortcuts } = snapshot.app;
  const global = shortcuts.filter((one) => one.type === "global");
  if (commands.length + global.length === 0) return null;
  return (
    <Menu
      label="Shortcuts and commands"
      groups={[
        {
          title: "Shortcuts",
          items: global.map((one) => ({
            label: one.name,
            description: one.description,
            onPick: () => void attempt("shortcut", { callback_id: one.callback_id }),
          })),
        },
        {
          title: "Commands",
          items: commands.map((one) => ({
            label: one.command,
            description: one.description,
            onPick: () => onFill(`${one.command} `),
          })),
        },
      ]}
    >
      <LightningIcon />
    </Menu>
  );
}
