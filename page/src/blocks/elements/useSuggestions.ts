import { useEffect, useRef, useState } from "react";
import type { Json, JsonObject } from "../../protocol";
import { useForm } from "../form";
import { asNumber, asText } from "../reading";
import { useSurroundings } from "../surroundings";
import type { Group } from "./Combobox";
import { groupsOf } from "./options";

/** Slack asks from this many characters on, where the element does not say. */
const LEAST_TYPED = 3;

/** In milliseconds. Slack asks at each key; a short wait leaves out those that the next key makes useless. */
const PAUSE = 150;

interface Suggestions {
  groups: Group[];
  /** Why there is nothing to choose. */
  empty: string;
  ask: (typed: string) => void;
}

/** What the app offers in an external select for what is typed. */
export function useSuggestions(element: JsonObject, block_id: string): Suggestions {
  const { act } = useSurroundings();
  const { place } = useForm();
  const [groups, setGroups] = useState<Group[]>([]);
  const [empty, setEmpty] = useState("");
  // Answers come in any order; only the one to what was typed last counts.
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const least = asNumber(element["min_query_length"]) ?? LEAST_TYPED;

  useEffect(() => () => clearTimeout(timer.current), []);

  const request = async (number: number, value: string) => {
    const action_id = asText(element["action_id"]) ?? "";
    const outcome = await act("suggest", { place, action_id, block_id, value }).catch(() => ({ ok: false as const, message: "The stand-in could not be reached." }));
    if (number !== asked.current) return;
    setGroups(outcome.ok ? groupsOf(outcome.options as Json[] | undefined, outcome.option_groups as Json[] | undefined) : []);
    setEmpty(outcome.ok ? "Nothing found." : `⚠ ${outcome.message || "The app gave no options."}`);
  };
  const ask = (typed: string) => {
    clearTimeout(timer.current);
    asked.current += 1;
    const number = asked.current;
    if (typed.length < least) {
      setGroups([]);
      setEmpty(`Type ${least} or more characters.`);
      return;
    }
    setEmpty("Loading…");
    timer.current = setTimeout(() => void request(number, typed), PAUSE);
  };
  return { groups, empty, ask };
}
