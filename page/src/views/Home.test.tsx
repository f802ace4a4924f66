import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { Around, plain, recorder } from "../blocks/testing";
import type { App, View } from "../protocol";
import { Home } from "./Home";

const APP = { name: "Reading Room" } as App;

test("a Home tab that was not published says so", () => {
  expect(render(<Around><Home view={null} app={APP} /></Around>).container.textContent).toBe("Reading Room has not published a Home tab for you yet.");
});

test("a click on the Home tab says which view it was", async () => {
  const { sent, act } = recorder();
  const view: View = { id: "V7", type: "home", blocks: [{ type: "actions", block_id: "b", elements: [{ type: "button", action_id: "a", text: plain("Press") }] }], state: { values: {} } };
  render(<Around act={act}><Home view={view} app={APP} /></Around>);
  await userEvent.click(screen.getByRole("button", { name: "Press" }));
  expect(sent).toMatchObject([{ act: "click", body: { place: { view_id: "V7" } } }]);
});
