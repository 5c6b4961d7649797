package dev.convbench.chart;

import dev.convbench.results.UnreadableRunException;
import dev.convbench.results.compare.NotComparableException;
import dev.convbench.results.compare.UnsuitableOptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All pictures of a published run, by the names of their files. */
public final class PublishedPictures {
    private static final Pattern JDK = Pattern.compile("(.*-jdk)(\\d{1,3})(-.*|)");
    private static final int FIRST_JDK = 17;

    private PublishedPictures() {}

    /**
     * The pictures that a run folder gives; which there are depends on what it holds, and on whether the run of an earlier JDK stands
     * beside it, under the same name but for {@code -jdkNN}.
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
        Optional<Path> earlier = sameOfEarlierJdk(folder, name);
        if (earlier.isPresent()) {
            ratios(earlier.get(), folder).ifPresent(picture -> pictures.put(name + "-ratio.svg", picture.svg()));
        }
        return pictures;
    }

    private static Optional<Picture> ratios(Path baseline, Path candidate) throws UnreadableRunException {
        try {
            return RunPicture.ratios(baseline, candidate);
        } catch (NotComparableException | UnsuitableOptionException e) {
            // The two measured different things: there is no such picture.
            return Optional.empty();
        }
    }

    /** The run beside this one whose name differs in the JDK only: the latest of the earlier JDKs. */
    private static Optional<Path> sameOfEarlierJdk(Path folder, String name) {
        Matcher jdk = JDK.matcher(name);
        if (!jdk.matches()) {
            return Optional.empty();
        }
        int version = Integer.parseInt(jdk.group(2));
        Path parent = folder.toAbsolutePath().getParent();
        for (int earlier = version - 1; earlier >= FIRST_JDK; earlier--) {
            Path other = parent.resolve(jdk.group(1) + earlier + jdk.group(3));
            if (Files.isDirectory(other)) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }
}
