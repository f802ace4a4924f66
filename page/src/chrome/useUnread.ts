import { useEffect, useState } from "react";
import type { Snapshot } from "../protocol";
import { compareTs, isReply } from "../store";
import type { Where } from "../where";

/** How many messages came into each conversation since this person last looked. What was there at first counts as read. */
export function useUnread(snapshot: Snapshot, where: Where): Map<string, number> {
  const { me, messages } = snapshot;
  const [read, setRead] = useState<Map<string, string>>(new Map());
  const open = "channel" in where ? where.channel : null;

  useEffect(() => {
    setRead((old) => {
      const isNew = !old.has(me);
      const next = new Map(old).set(me, "");
      for (const one of messages) {
        const key = `${me}/${one.channel}`;
        if ((isNew || one.channel === open) && compareTs(one.ts, next.get(key) ?? "") > 0) next.set(key, one.ts);
      }
      return next;
    });
  }, [me, messages, open]);

  const counts = new Map<string, number>();
  if (!read.has(me)) return counts;
  for (const one of messages) {
    if (one.user === me || isReply(one) || compareTs(one.ts, read.get(`${me}/${one.channel}`) ?? "") <= 0) continue;
    counts.set(one.channel, (counts.get(one.channel) ?? 0) + 1);
  }
  return counts;
}
