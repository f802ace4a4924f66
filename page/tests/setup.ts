import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

// jsdom draws nothing, and so has nothing to scroll.
Element.prototype.scrollIntoView = () => undefined;
