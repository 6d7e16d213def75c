import { Screen } from "../../term/screen.ts";
import type { Styles } from "../../term/style.ts";
import type { Display, DisplayEvents } from "./display.ts";
import { renderScreen } from "./render_screen.ts";

/** Opens the full-screen display. */
export function openScreenDisplay(
  events: DisplayEvents,
  options: { root: string; styles: Styles },
): Display {
  const screen = new Screen(events.onKey, events.onResize);
  return {
    get size() {
      return screen.size;
    },
    show(model) {
      const { lines, scroll } = renderScreen(model, { ...options, ...screen.size });
      screen.draw(lines);
      return scroll;
    },
    enter: () => screen.enter(),
    leave: () => screen.leave(),
  };
}
