import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import type { Block } from "../protocol";
import { Blocks } from "./Blocks";
import type { Values } from "./form";
import { Around, plain, PLACE } from "./testing";

const input = (element: object = {}): Block => ({ type: "input", block_id: "b", label: plain("Term"), element: { type: "plain_text_input", action_id: "a", ...element } });
const field = () => screen.getByRole<HTMLInputElement>("textbox");
const holds = (value: string | null) => ({ b: { a: { type: "plain_text_input", value } } });

function page(parts: { blocks?: Block[]; state?: Values; onState?: (values: Values) => void }) {
  return <Around><Blocks blocks={[input()]} place={PLACE} {...parts} /></Around>;
}

test("all that is filled in is told at first, and after each change", async () => {
  const onState = vi.fn();
  render(page({ onState }));
  expect(onState).toHaveBeenCalledExactlyOnceWith(holds(null));
  await userEvent.type(field(), "CT");
  expect(onState).toHaveBeenLastCalledWith(holds("CT"));
});

test("an initial value gives way to what the stand-in knows, and that to what is typed", async () => {
  render(page({ blocks: [input({ initial_value: "first" })], state: holds("known") }));
  expect(field().value).toBe("known");
  await userEvent.type(field(), "!");
  expect(field().value).toBe("known!");
});

test("what is typed outlives a new drawing of the same input", async () => {
  const { rerender } = render(page({}));
  await userEvent.type(field(), "CT");
  rerender(page({ blocks: [{ type: "divider" }, input({ initial_value: "other" })] }));
  expect(field().value).toBe("CT");
});

test("an input of another name starts anew", async () => {
  const { rerender } = render(page({}));
  await userEvent.type(field(), "CT");
  rerender(page({ blocks: [input({ action_id: "other" })] }));
  expect(field().value).toBe("");
});

test("an element of another type under the same name starts anew", async () => {
  const onState = vi.fn();
  const { rerender } = render(page({ onState }));
  await userEvent.type(field(), "CT");
  rerender(page({ blocks: [input({ type: "number_input" })], onState }));
  expect(onState).toHaveBeenLastCalledWith({ b: { a: { type: "number_input", value: null } } });
});

test("whoever keeps the values in a state of their own is not told for ever", async () => {
  const told = vi.fn();
  function Keeper() {
    const [state, setState] = useState<Values>({});
    return page({ state, onState: (values) => { told(); setState(values); } });
  }
  render(<Keeper />);
  await userEvent.type(field(), "CT");
  expect(field().value).toBe("CT");
  expect(told).toHaveBeenCalledTimes(3);
});
