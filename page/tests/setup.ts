import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

// jsdom draws nothing, and so has nothing to scroll.
Element.prototype.scrollIntoView = () => undefined;

// jsdom draws nothing, so no media query holds there.
globalThis.matchMedia ??= (media) => Object.assign(new EventTarget(), { media, matches: false, onchange: null, addListener() {}, removeListener() {} });
