const MOUSE: Readonly<Record<string, string>> = {
  pointerdown: "mousedown",
  pointermove: "mousemove",
  pointerup: "mouseup",
  pointercancel: "mouseup",
};

/**
 * Lets a finger drag as a mouse does: uPlot listens to mouse events only. Sideways it drags, as
 * `touch-action: pan-y` leaves the rest to the page. What is a tap the browser tells as a click by itself.
 */
export function dragByTouch(over: HTMLElement): void {
  const tell = (event: PointerEvent): void => {
    const type = MOUSE[event.type];
    if (event.pointerType !== "touch" || !event.isPrimary || type === undefined) return;
    const { clientX, clientY, movementX, movementY } = event;
    const at = { clientX, clientY, bubbles: true, button: 0, movementX: movementX || 1, movementY };
    (type === "mouseup" ? document : over).dispatchEvent(new MouseEvent(type, at));
  };
  for (const type of Object.keys(MOUSE)) over.addEventListener(type, (event) => tell(event as PointerEvent));
}
