import type { Channel } from "../protocol";
import { Conversation } from "./Conversation";
import { ConversationHead } from "./ConversationHead";

export function ConversationPage({ channel }: { channel: Channel }) {
  return (
    <main className="main">
      <ConversationHead channel={channel} />
      <Conversation channel={channel} />
    </main>
  );
}
