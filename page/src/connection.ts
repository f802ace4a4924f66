/** The line to the stand-in: server-sent events come, acts go. */

import type { Acts, Outcome, Snapshot, Update } from "./protocol";

export interface Listeners {
  snapshot: (snapshot: Snapshot) => void;
  update: (update: Update) => void;
  lost: () => void;
  /** The stand-in knows nobody of this id, or answers something else than events. */
  refused: () => void;
}

/** Milliseconds until a line that the browser has given up is tried again. */
const AGAIN = 2000;

/** Listens as one person (as the first, where none is named) until what it returns is called. */
export function listen(user: string | null, listeners: Listeners): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = (): void => {
    source = new EventSource(user === null ? "/page/events" : `/page/events?user=${encodeURIComponent(user)}`);
    source.addEventListener("snapshot", (event) => listeners.snapshot(JSON.parse(event.data as string) as Snapshot));
    source.addEventListener("update", (event) => listeners.update(JSON.parse(event.data as string) as Update));
    source.addEventListener("error", () => {
      listeners.lost();
      if (source.readyState !== EventSource.CLOSED) return;
      // After an answer that is no event stream a browser tries no more by itself.
      timer = setTimeout(open, AGAIN);
      listeners.refused();
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

export const NOT_CONNECTED = "Not connected: is the program that opened this page still running?";

/** Does something as a person. It always answers: where the stand-in is away, with a failure that says so. */
export async function act<A extends keyof Acts>(user: string, name: A, body: Acts[A]): Promise<Outcome> {
  let response: Response;
  try {
    response = await fetch(`/page/${name}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...body, user }),
    });
  } catch {
    return { ok: false, error: "not_connected", message: NOT_CONNECTED };
  }
  try {
    return (await response.json()) as Outcome;
  } catch {
    return { ok: false, error: "bad_answer", message: `The playground answered with status ${response.status}.` };
  }
}
