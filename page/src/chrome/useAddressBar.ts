import { useEffect, useLayoutEffect, useRef } from "react";
import { readAddress, writeAddress } from "../address";
import type { Address } from "../address";
import type { Where } from "../where";

/**
 * Keeps the address and the window's title at where the page stands. Going elsewhere is a step that the browser's Back
 * takes back; another person or theme is none.
 */
export function useAddressBar(address: Address, title: string, onBack: (where: Where | null) => void): void {
  const here = writeAddress({ ...address, user: null, theme: null });
  const search = writeAddress(address);
  const stands = useRef<string | null>(null);
  // Before the browser does anything else: a second step back must not find the first one half taken.
  useLayoutEffect(() => {
    const moved = stands.current !== null && stands.current !== here && location.search !== search;
    history[moved ? "pushState" : "replaceState"](null, "", search);
    stands.current = here;
  }, [here, search]);

  const latest = useRef(onBack);
  useEffect(() => {
    latest.current = onBack;
  });
  useEffect(() => {
    const onPop = (): void => {
      const { where } = readAddress(location.search);
      stands.current = writeAddress({ user: null, where, theme: null });
      latest.current(where);
    };
    addEventListener("popstate", onPop);
    return () => removeEventListener("popstate", onPop);
  }, []);

  useEffect(() => {
    document.title = title;
  }, [title]);
}
