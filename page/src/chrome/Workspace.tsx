import { useMemo, useState } from "react";
import { SurroundingsContext } from "../blocks/Blocks";
import { act } from "../connection";
import { isShown, paneOf } from "../panes";
import type { Acts, Outcome, Snapshot } from "../protocol";
import { failureOf, SessionContext, titleOf } from "../session";
import type { Session } from "../session";
import type { Theme, ThemeChoice } from "../theme";
import { settle } from "../where";
import type { Where } from "../where";
import { AppPage } from "./AppPage";
import { ConversationPage } from "./ConversationPage";
import { KeyboardHelp } from "./KeyboardHelp";
import { NotConnected, Trouble } from "./Banners";
import { PaneStack } from "./PaneStack";
import { Sidebar } from "./Sidebar";
import { TopBar } from "./TopBar";
import { useAddressBar } from "./useAddressBar";
import { useKeys } from "./useKeys";
import { usePanes } from "./usePanes";
import { useUnread } from "./useUnread";
import { Views } from "./Views";

interface Props {
  snapshot: Snapshot;
  connected: boolean;
  /** Seconds that the stand-in's clock is ahead of this computer's. */
  ahead: number;
  begin: Where | null;
  theme: Theme;
  themeChoice: ThemeChoice;
  onTheme: (choice: ThemeChoice) => void;
  onUser: (user: string) => void;
}

/** The whole workspace, as one person sees it. */
export function Workspace({ snapshot, connected, ahead, begin, theme, themeChoice, onTheme, onUser }: Props) {
  const { me } = snapshot;
  const [asked, setAsked] = useState(begin);
  const [drawer, setDrawer] = useState(false);
  const [help, setHelp] = useState(false);
  const [complaint, complain] = useState<string | null>(null);
  const [drafts, setDrafts] = useState<Map<string, string>>(new Map());
  const { panes, openPane, closePane, keepOnly } = usePanes();
  const where = settle(snapshot, asked);

  const users = useMemo(() => new Map(snapshot.users.map((user) => [user.id, user])), [snapshot.users]);
  const channels = useMemo(() => new Map(snapshot.channels.map((one) => [one.id, one])), [snapshot.channels]);
  const actions = useMemo(() => {
    const bound = <A extends keyof Acts>(name: A, body: Acts[A]): Promise<Outcome> => act(me, name, body);
    const attempt = async <A extends keyof Acts>(name: A, body: Acts[A]): Promise<Outcome> => {
      const outcome = await bound(name, body);
      complain(outcome.ok ? null : failureOf(outcome));
      return outcome;
    };
    return { act: bound, attempt };
  }, [me]);
  const surroundings = useMemo(() => ({ users, channels, theme, act: actions.act }), [users, channels, theme, actions]);
  const unread = useUnread(snapshot, where);

  const go = (next: Where | null): void => {
    setAsked(next);
    setDrawer(false);
    complain(null);
    keepOnly(["inspector"]);
  };
  const switchUser = (user: string): void => {
    const here = "channel" in where ? channels.get(where.channel) : undefined;
    const isApps = here?.kind === "im" && here.members.includes(snapshot.app.bot_user_id);
    if (here !== undefined && !here.members.includes(user) && !isApps) setAsked(null);
    complain(null);
    keepOnly(["inspector"]);
    onUser(user);
  };
  const session: Session = {
    snapshot, me, users, channels, where, go, panes, openPane, closePane, ...actions, complaint, complain, drafts,
    now: () => Date.now() / 1000 + ahead,
    setDraft: (composer, text) => setDrafts((old) => new Map(old).set(composer, text)),
  }; // prettier-ignore

  const channel = "channel" in where ? channels.get(where.channel) : undefined;
  const isAppsPage = channel === undefined || (channel.kind === "im" && channel.members.includes(snapshot.app.bot_user_id));
  const title = isAppsPage ? snapshot.app.name : titleOf(channel, users, me);
  useAddressBar({ user: me, where, theme: themeChoice }, `${title} | ${snapshot.team.name}`, go);
  useKeys({
    inspector: () => (isShown(panes, "inspector") ? closePane("inspector") : openPane(paneOf(panes, "inspector") ?? { kind: "inspector", exchange: null })),
    help: () => setHelp(true),
  });

  return (
    <SessionContext value={session}>
      <SurroundingsContext value={surroundings}>
        <div className="page">
          <SkipLink to={channel === undefined ? "tab-panel" : "composer"} what={channel === undefined ? "content" : "composer"} />
          <Trouble text={snapshot.trouble} />
          {!connected && <NotConnected />}
          <TopBar onMenu={() => setDrawer(true)} onHelp={() => setHelp(true)} />
          <div className="columns">
            <Sidebar
              open={drawer}
              onClose={() => setDrawer(false)}
              unread={unread}
              themeChoice={themeChoice}
              onTheme={onTheme}
              onUser={switchUser}
            />
            {isAppsPage ? <AppPage channel={channel} /> : <ConversationPage channel={channel} />}
            <PaneStack />
          </div>
          {help && <KeyboardHelp onClose={() => setHelp(false)} />}
          <Views views={snapshot.views} />
        </div>
      </SurroundingsContext>
    </SessionContext>
  );
}

function SkipLink({ to, what }: { to: string; what: string }) {
  return (
    <a className="skip" href={`#${to}`} onClick={() => document.getElementById(to)?.focus()}>
      Skip to the {what}
    </a>
  );
}
