import { useEffect } from "react";
import type { KeyboardEvent } from "react";
import type { Channel } from "../protocol";
import { useSession } from "../session";
import { conversation, directMessages } from "../store";
import { Home } from "../views/Home";
import { About } from "./About";
import { Conversation } from "./Conversation";
import { Prompts } from "./Prompts";

type Tab = "home" | "messages" | "about";

const LABELS: Record<Tab, string> = { home: "Home", messages: "Messages", about: "About" };

/** The app's own page: its home, the conversation with it, and what it is. `channel` is that conversation, if it is open. */
export function AppPage({ channel }: { channel: Channel | undefined }) {
  const { snapshot, me, where, go, act, attempt } = useSession();
  const { app } = snapshot;
  const direct = directMessages(snapshot.channels, me, app.bot_user_id);
  const tab: Tab = "tab" in where ? where.tab : "messages";
  const hasMessages = direct !== undefined && (app.messages_tab || conversation(snapshot.messages, direct.id).length > 0);
  const tabs = (["home", "messages", "about"] as const).filter(
    (one) => one === tab || one === "about" || (one === "home" ? app.home_tab : hasMessages),
  );

  // Slack pins an agent's prompts here; those of a thread belong to the assistant's pane.
  const prompts = app.messages_tab && snapshot.prompts?.channel === direct?.id && !snapshot.prompts?.thread_ts ? snapshot.prompts : null;

  // Slack tells the app whenever somebody opens it.
  useEffect(() => void act("open_home", { tab }), [act, tab]);

  const open = (next: Tab): void => {
    if (next !== "messages") go({ tab: next });
    else if (direct !== undefined) go({ channel: direct.id });
  };
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (step === 0 || next === undefined) return;
    open(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <main className="main">
      <header className="head">
        <div className="head-title">
          <h1>
            {app.name} <span className="app-badge">APP</span>
          </h1>
        </div>
      </header>
      <div className="tabs" role="tablist" aria-label={app.name} onKeyDown={onKey}>
        {tabs.map((one) => (
          <button
            key={one}
            id={`tab-${one}`}
            type="button"
            role="tab"
            aria-selected={one === tab}
            aria-controls="tab-panel"
            tabIndex={one === tab ? 0 : -1}
            onClick={() => open(one)}
          >
            {LABELS[one]}
          </button>
        ))}
      </div>
      <div id="tab-panel" className={`tab-panel ${tab}`} role="tabpanel" aria-labelledby={`tab-${tab}`} {...(tab === "messages" ? {} : { tabIndex: 0, "data-region": "messages" })}>
        {tab === "home" && <Home view={snapshot.home} app={app} />}
        {tab === "messages" && channel !== undefined && (
          <>
            {prompts !== null && prompts.prompts.length > 0 && (
              <Prompts title={prompts.title} prompts={prompts.prompts} onAsk={(text) => void attempt("say", { channel: channel.id, text })} />
            )}
            <Conversation channel={channel} />
          </>
        )}
        {tab === "about" && <About app={app} />}
      </div>
    </main>
  );
}
