import { useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { complete, taken } from "../completing";
import type { Choice } from "../completing";
import type { Channel } from "../protocol";
import { composerKey, failureOf, titleOf, useSession } from "../session";
import { asSent } from "../typed";
import { Choices, choiceId } from "./Choices";
import { SendIcon } from "./icons";
import { ShortcutMenu } from "./ShortcutMenu";
import { ThreadCommandNotice } from "./ThreadCommandNotice";
import { useRecall } from "./useRecall";

interface Props {
  channel: Channel;
  thread_ts?: string;
  /** The id of the field; there is one `composer` on the page, to which the skip link leads. */
  id: string;
  placeholder: string;
  /** Whether the field takes the focus when it appears; else it does only where there is a keyboard and nothing has it. */
  eager?: boolean;
  onSent?: () => void;
}

/** Where there is a mouse there is a keyboard; elsewhere one would open on the screen. */
const KEYBOARD = "(pointer: fine)";

/** An act that takes longer than this, in milliseconds, is told of. */
const SOON = 700;

/** Where one types. What could not be sent comes back into the field. */
export function Composer({ channel, thread_ts, id, placeholder, eager = false, onSent }: Props) {
  const { snapshot, me, users, act, complaint, complain, drafts, setDraft } = useSession();
  const key = composerKey(me, channel.id, thread_ts);
  const text = drafts.get(key) ?? "";
  const [caret, setCaret] = useState(0);
  const [chosen, setChosen] = useState(0);
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const [focused, setFocused] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [waits, setWaits] = useState(false);
  const recall = useRecall(me);
  const field = useRef<HTMLTextAreaElement>(null);
  const caretNext = useRef<number | null>(null);
  const listId = useId();
  const inThread = thread_ts !== undefined;
  const isCommand = text.startsWith("/");

  const known = { commands: inThread ? [] : snapshot.app.commands, users: snapshot.users, channels: snapshot.channels };
  const found = complete(text, caret, known);
  // A command that stands there in full is ready to be sent with Enter.
  const isWhole = found?.kind === "command" && found.choices.length === 1 && found.choices[0]?.text === text;
  const completion = focused && closedAt !== text && !isWhole ? found : null;
  const at = Math.min(chosen, (completion?.choices.length ?? 1) - 1);

  const type = (next: string): void => {
    setDraft(key, next);
    setChosen(0);
    setClosedAt(null);
  };
  const take = (choice: Choice): void => {
    if (completion === null) return;
    const next = taken(text, completion, choice);
    caretNext.current = next.caret;
    type(next.text);
    setCaret(next.caret);
    field.current?.focus();
  };
  const send = async (): Promise<void> => {
    const typed = text.trim();
    if (typed === "" || (inThread && isCommand)) return;
    recall.remember(typed);
    type("");
    setFailure(null);
    complain(null);
    const timer = setTimeout(() => setWaits(true), SOON);
    const sent = asSent(typed, snapshot);
    const outcome = isCommand
      ? await act("slash", { channel: channel.id, line: typed })
      : await act("say", { channel: channel.id, text: sent, ...(inThread ? { thread_ts } : {}) });
    clearTimeout(timer);
    setWaits(false);
    if (outcome.ok) {
      onSent?.();
      return;
    }
    setFailure(failureOf(outcome));
    // Whoever has typed on keeps that; what failed is then in the field again with the Up key.
    if (field.current === null || field.current.value === "") setDraft(key, typed);
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (completion !== null && onChoiceKey(event, completion.choices)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void send();
      return;
    }
    const recalled = event.key === "ArrowUp" ? recall.older(text) : event.key === "ArrowDown" ? recall.newer(text) : null;
    if (recalled === null) return;
    event.preventDefault();
    caretNext.current = recalled.length;
    type(recalled);
    // What was typed before is there to be sent or changed: nothing is to be completed in it.
    setClosedAt(recalled);
  };
  const onChoiceKey = (event: KeyboardEvent, choices: Choice[]): boolean => {
    const choice = choices[at];
    if (event.key === "ArrowDown") setChosen((at + 1) % choices.length);
    else if (event.key === "ArrowUp") setChosen((at - 1 + choices.length) % choices.length);
    else if (event.key === "Escape") setClosedAt(text);
    else if ((event.key === "Tab" || event.key === "Enter") && !event.shiftKey && choice !== undefined) take(choice);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
    if (caretNext.current === null) return;
    element.setSelectionRange(caretNext.current, caretNext.current);
    caretNext.current = null;
  }, [text]);
  useEffect(() => {
    const isIdle = document.activeElement === document.body && matchMedia(KEYBOARD).matches;
    if (eager || isIdle) field.current?.focus();
  }, [eager, key]);

  const told = failure ?? (id === "composer" ? complaint : null);
  const fill = (line: string): void => {
    caretNext.current = line.length;
    type(line);
    field.current?.focus();
  };
  return (
    <form
      className="composer"
      data-region={id === "composer" ? "composer" : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div role="alert">{told && <p className="failure">{told}</p>}</div>
      <div role="status">{waits && <p className="waits">Waiting for {snapshot.app.name}…</p>}</div>
      {inThread && isCommand && <ThreadCommandNotice line={text} channel={channel} title={titleOf(channel, users, me)} onMoved={() => type("")} />}
      <div className="composer-field">
        {completion && (
          <Choices id={listId} completion={completion} at={at} onPoint={setChosen} onTake={take} />
        )}
        <textarea
          ref={field}
          id={id}
          value={text}
          rows={1}
          placeholder={placeholder}
          aria-label={placeholder}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={completion !== null}
          aria-controls={completion === null ? undefined : listId}
          aria-activedescendant={completion === null ? undefined : choiceId(listId, at)}
          data-region-start=""
          autoComplete="off"
          onChange={(event) => {
            type(event.target.value);
            setCaret(event.target.selectionStart);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onKeyDown={onKey}
        />
        <div className="composer-foot">
          {!inThread && <ShortcutMenu onFill={fill} />}
          <span className="grow" />
          <button type="submit" className="send" aria-label="Send" title="Send (Enter)" disabled={text.trim() === "" || (inThread && isCommand)}>
            <SendIcon />
          </button>
        </div>
      </div>
    </form>
  );
}
