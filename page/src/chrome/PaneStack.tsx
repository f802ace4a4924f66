import { useSession } from "../session";
import type { Pane } from "../panes";
import { AgentPane } from "./AgentPane";
import { Inspector } from "./Inspector";
import { ThreadPane } from "./ThreadPane";

/** What is open on the right. The style sheet shows as many as there is room for, the last opened first. */
export function PaneStack() {
  const { panes } = useSession();
  return panes.map((pane) => <OnePane key={pane.kind} pane={pane} />);
}

function OnePane({ pane }: { pane: Pane }) {
  switch (pane.kind) {
    case "thread":
      return <ThreadPane key={pane.ts} channel={pane.channel} ts={pane.ts} />;
    case "agent":
      return <AgentPane />;
    case "inspector":
      return <Inspector chosen={pane.exchange} />;
  }
}
