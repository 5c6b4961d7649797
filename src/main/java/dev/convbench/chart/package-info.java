/**
 * Draws SVG from results. {@link dev.convbench.chart.RunPicture} is the way in: a run folder gives a picture. A chart type
 * is two parts: one turns a report into the data of the chart, the other draws that data with {@link
 * dev.convbench.chart.Svg}. The same folder always gives the same bytes.
 */
package dev.convbench.chart;
