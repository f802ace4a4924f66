import { useState } from "react";
import { useSession } from "../session";
import { AskDialog } from "./AskDialog";
import { PlusIcon } from "./icons";
import { Menu } from "./Menu";

/** Adds a channel, or a person (whose arrival the app hears of). */
export function AddMenu() {
  const { act, snapshot, go } = useSession();
  const [asking, setAsking] = useState<"channel" | "person" | null>(null);
  const done = (): void => setAsking(null);
  return (
    <>
      <Menu
        label="Add"
        className="icon-button labelled"
        groups={[
          {
            title: "",
            items: [
              { label: "New channel", description: "With you in it", onPick: () => setAsking("channel") },
              { label: "New person", description: "Somebody joins the workspace", onPick: () => setAsking("person") },
            ],
          },
        ]}
      >
        <PlusIcon /> Add
      </Menu>
      {asking === "channel" && (
        <AskDialog
          title="New channel"
          label="Name"
          hint="Lower case, digits, - and _, for example er-night-shift"
          doing="Create"
          onAnswer={(name) => act("new_channel", { name })}
          onDone={(outcome) => {
            done();
            if (outcome?.channel !== undefined) go({ channel: outcome.channel });
          }}
        />
      )}
      {asking === "person" && (
        <AskDialog
          title="New person"
          label="Full name"
          hint={`${snapshot.app.name} hears of it if it subscribes to team_join`}
          doing="Add"
          onAnswer={(name) => act("hire", { name })}
          onDone={done}
        />
      )}
    </>
  );
}
