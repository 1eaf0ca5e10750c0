/** A figure at a moment. */
export interface Point {
  at: Date;
  value: number;
}

/** Figures of one thing over time, oldest first. `name` stands at the end of its line where there are several. */
export interface Series {
  name: string;
  points: readonly Point[];
}

/** How a figure is written: `1,234`, or a share of 1 as `42 %`. */
export type Unit = 'count' | 'share';

/**
 * A chart as geometry, drawn by `views/chart.eta`: `include('./chart', chart)`. Heights and the widths of both margins
 * are pixels; what lies between the margins is as wide as the page lets it be, so that places in it are percentages and
 * letters keep their size on a phone. All colours come from `public/charts.css`.
 */
export interface Chart {
  title: string;
  /** What it shows, in a sentence for those who do not see it. */
  words: string;
  height: number;
  /** Where the plot begins and how high it is. */
  top: number;
  plotHeight: number;
  left: number;
  right: number;
  yTicks: { y: number; label: string }[];
  xTicks: { x: string; label: string; anchor: 'start' | 'middle' | 'end' }[];
  /** Paths in a box of 1000 × `plotHeight`, stretched to the width there is. */
  lines: { path: string; tone: Tone }[];
  dots: { x: string; y: number; tone: Tone }[];
  bars: { x: string; y: number; width: string; height: number }[];
  /** What stands at the right, level with where each line ends. */
  ends: { y: number; label: string; tone: Tone }[];
  table: ChartTable;
}

/** The first line of a chart is in the accent, the others are muted. */
export type Tone = 'accent' | 'muted';

/** All that the chart shows, in words and exact figures; an empty cell where there was no reading. */
export interface ChartTable {
  headings: string[];
  rows: string[][];
}

/** A small line without axes, `width` × `height` pixels, drawn by `views/spark.eta`; the words beside it say the figures. */
export interface Spark {
  width: number;
  height: number;
  path: string;
}
