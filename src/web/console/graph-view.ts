import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Layout, Place } from './graph-layout.js';

/** What of a figure is seen: its middle, and CSS pixels a length of the figure. */
interface Window {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** What is seen of a figure, and how to see something else. */
export interface View {
  readonly attributes: {
    readonly viewBox: string;
    readonly onPointerDown: (event: PointerEvent) => void;
    readonly onPointerMove: (event: PointerEvent) => void;
  };
  /** Whether the pointer that was put down last has moved the figure, and so chose nothing. */
  readonly wasDragged: () => boolean;
  /** Whether words at this point are near to what is seen, and large enough to be read. */
  readonly saysAt: (x: number, y: number) => boolean;
  readonly zoom: (factor: number) => void;
  /** Steps of a third of what is seen. */
  readonly move: (right: number, down: number) => void;
  readonly whole: () => void;
  /** Puts a point into the middle where it is not seen. */
  readonly show: (x: number, y: number) => void;
}

const margin = 20;
/** Words are read from here on; a figure that would be smaller begins with a part of it. */
const legibleScale = 0.7;
const scaleMax = 4;
/** Words that would be smaller than this are not written. */
const wordScale = 0.3;
/** A pointer that moved further than this drags. */
const dragPixels = 4;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Everything, as large as it fits, and not larger than it is. */
function fitted({ width, height }: Layout, room: Size): Window {
  const scale = Math.min(1, room.width / (width + 2 * margin), room.height / (height + 2 * margin));
  return { x: width / 2, y: height / 2, scale };
}

/** How a figure begins: whole where it can be read so, else around the point that it is about. */
function begun(layout: Layout, room: Size, about: Place | null): Window {
  const all = fitted(layout, room);
  if (all.scale >= legibleScale) return all;
  return { x: about?.x ?? layout.width / 2, y: about?.y ?? layout.height / 2, scale: legibleScale };
}

/** How much a text of the reader's size is larger than one of 16 pixels. */
function textScale(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
}

/** Tells how much room there is, in the lengths of a figure at its own size: at first, and whenever it changes. */
function useSize(svg: RefObject<SVGSVGElement>, layout: Layout, tell: (size: Size) => void): void {
  useLayoutEffect(() => {
    const drawn = svg.current;
    if (drawn === null) return;
    const measure = (): void => {
      const { clientWidth, clientHeight } = drawn;
      if (clientWidth > 0) tell({ width: clientWidth / textScale(), height: clientHeight / textScale() });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(drawn);
    return () => {
      observer.disconnect();
    };
  }, [layout]);
}

export function useView(svg: RefObject<SVGSVGElement>, layout: Layout, about: Place | null): View {
  const [room, setRoom] = useState<Size>({ width: 800, height: 400 });
  const [seen, setSeen] = useState<Window>(() => fitted(layout, room));
  const held = useRef<{ x: number; y: number; isDragging: boolean } | null>(null);
  useSize(svg, layout, (size) => {
    setRoom(size);
    setSeen(begun(layout, size, about));
  });
  const width = room.width / seen.scale;
  const height = room.height / seen.scale;
  const moved = (x: number, y: number): void => {
    setSeen({ ...seen, x: within(x, layout.width), y: within(y, layout.height) });
  };
  const dragged = (event: PointerEvent): void => {
    const from = held.current;
    if (from === null || event.buttons === 0) return;
    const [right, down] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.isDragging && Math.hypot(right, down) < dragPixels) return;
    if (!from.isDragging) svg.current?.setPointerCapture(event.pointerId);
    const lengths = seen.scale * textScale();
    moved(seen.x - right / lengths, seen.y - down / lengths);
    held.current = { x: event.clientX, y: event.clientY, isDragging: true };
  };
  return {
    attributes: {
      viewBox: [seen.x - width / 2, seen.y - height / 2, width, height].map(Math.round).join(' '),
      onPointerDown: ({ clientX, clientY }) => {
        held.current = { x: clientX, y: clientY, isDragging: false };
      },
      onPointerMove: dragged,
    },
    saysAt: (x, y) =>
      seen.scale >= wordScale && Math.abs(x - seen.x) < width && Math.abs(y - seen.y) < height,
    wasDragged: () => held.current?.isDragging === true,
    zoom: (factor) => {
      const least = Math.min(fitted(layout, room).scale, legibleScale);
      setSeen({ ...seen, scale: Math.min(scaleMax, Math.max(least, seen.scale * factor)) });
    },
    move: (right, down) => {
      moved(seen.x + (right * width) / 3, seen.y + (down * height) / 3);
    },
    whole: () => {
      setSeen(fitted(layout, room));
    },
    show: (x, y) => {
      if (Math.abs(x - seen.x) > width / 2 - margin || Math.abs(y - seen.y) > height / 2 - margin)
        moved(x, y);
    },
  };
}

function within(value: number, end: number): number {
  return Math.min(end, Math.max(0, value));
}
