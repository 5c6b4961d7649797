package dev.convbench.chart;

import dev.convbench.results.UnreadableRunException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** All pictures of a published run, by the names of their files. */
public final class PublishedPictures {
    private PublishedPictures() {}

    /**
     * The pictures that a run folder gives; which there are depends on what it holds.
     *
     * @return SVG documents by file name: that of the folder, and for all but the speed the kind
     * @throws UnreadableRunException if it is no run folder, is damaged or holds nothing that could be drawn
     */
    public static Map<String, String> of(Path folder) throws UnreadableRunException {
        String name = folder.getFileName().toString();
        Map<String, String> pictures = new LinkedHashMap<>();
        pictures.put(name + ".svg", RunPicture.speed(folder));
        RunCharts charts = RunPicture.charts(folder);
        charts.heatMap().ifPresent(picture -> pictures.put(name + "-heatmap.svg", picture.svg()));
        charts.roofline().ifPresent(picture -> pictures.put(name + "-roofline.svg", picture.svg()));
        charts.scaling().ifPresent(picture -> pictures.put(name + "-scaling.svg", picture.svg()));
        return pictures;
    }
}
