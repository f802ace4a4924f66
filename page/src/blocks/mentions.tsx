/** People, conversations and dates that a text names. */

import { formatDate } from "./dates";
import { Link } from "./links";
import { nameOfChannel, nameOfUser, useSurroundings } from "./surroundings";

export function UserMention({ id, label }: { id: string; label?: string | null }) {
  const { users } = useSurroundings();
  return <span className="bk-mention">@{nameOfUser(users, id) ?? label ?? id}</span>;
}

export function ChannelMention({ id, label }: { id: string; label?: string | null }) {
  const { channels, users } = useSurroundings();
  const channel = channels.get(id);
  return <span className="bk-mention">{channel === undefined ? `#${label ?? id}` : nameOfChannel(channel, users)}</span>;
}

export function GroupMention({ id, label }: { id: string; label?: string | null }) {
  return <span className="bk-mention">@{(label ?? id).replace(/^@/, "")}</span>;
}

export function Broadcast({ range }: { range: string }) {
  return <span className="bk-mention bk-broadcast">@{range}</span>;
}

export function DateMention(props: { timestamp: number; format: string; link?: string | null; fallback: string }) {
  const said = formatDate(props.timestamp, props.format);
  if (said === null) return props.fallback;
  const exact = new Date(props.timestamp * 1000);
  const date = <time dateTime={exact.toISOString()} title={exact.toString()}>{said}</time>;
  return props.link ? <Link address={props.link}>{date}</Link> : date;
}
