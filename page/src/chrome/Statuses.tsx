import { useSession } from "../session";

/** What the app says it is doing in a conversation (`thread_ts` null) or a thread of it. */
export function Statuses({ channel, thread_ts }: { channel: string; thread_ts: string | null }) {
  const { snapshot } = useSession();
  const here = snapshot.statuses.filter(
    (one) => one.channel === channel && one.text !== "" && (one.thread_ts || null) === thread_ts,
  );
  return (
    <div role="status" className="statuses">
      {here.map((one) => (
        <p key={one.thread_ts}>
          <b>{snapshot.app.name}</b> {one.text}
        </p>
      ))}
    </div>
  );
}
