/** The page: listens as one person, and shows what that person sees. */

import { useEffect, useReducer, useState } from "react";
import { readAddress } from "./address";
import { Waiting } from "./chrome/Waiting";
import { Workspace } from "./chrome/Workspace";
import { listen } from "./connection";
import { after, BEGINNING } from "./store";
import { useTheme } from "./theme";

export function App() {
  const [address] = useState(() => readAddress(location.search));
  const [user, setUser] = useState(address.user);
  const [state, happen] = useReducer(after, BEGINNING);
  const [theme, themeChoice, chooseTheme] = useTheme(address.theme);

  useEffect(
    () =>
      listen(user, {
        snapshot: (snapshot) => happen({ type: "snapshot", snapshot, clock: Date.now() / 1000 }),
        update: (update) => happen({ type: "update", update, clock: Date.now() / 1000 }),
        lost: () => happen({ type: "lost" }),
        refused: () => setUser(null),
      }),
    [user],
  );

  if (state.snapshot === null) return <Waiting />;
  return (
    <Workspace
      snapshot={state.snapshot}
      connected={state.connected}
      ahead={state.ahead}
      begin={address.where}
      theme={theme}
      themeChoice={themeChoice}
      onTheme={chooseTheme}
      onUser={setUser}
    />
  );
}
