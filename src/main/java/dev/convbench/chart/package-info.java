/**
 * Draws pictures from results. {@link dev.convbench.chart.RunPicture} turns a run folder into SVG: one part turns a report into
 * the data of the chart, the other draws that data with {@link dev.convbench.chart.Svg}. {@link
 * dev.convbench.chart.TrainingCurves} and {@link dev.convbench.chart.FilterGrid} draw what a training gave, as SVG and PNG by
 * the same calls on a {@link dev.convbench.chart.Canvas}. The same data always gives the same document.
 */
package dev.convbench.chart;
